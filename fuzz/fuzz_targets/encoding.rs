#![no_main]

// Whatever the bytes are, they are text or said to be none, and whatever is text is read by some format or said not to be.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| feedmill_fuzz::decode(bytes));
