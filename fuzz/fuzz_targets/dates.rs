#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| feedmill_fuzz::date(text));
