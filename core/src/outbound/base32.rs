//! Base 32 in Crockford's alphabet, lower case: what mail systems that fold case cannot break.

/// No i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Five bits a letter, the first byte first; the last letter is filled with zero bits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut pending, mut bits) = (0u32, 0);
    let letter = |value: u32| ALPHABET.get((value & 31) as usize).map_or('0', |letter| char::from(*letter));
    for byte in bytes {
        pending = (pending & 31) << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(pending >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(pending << (5 - bits)));
    }
    text
}

/// Reads what [`encode`] writes, in either case; nothing else, so that no two texts of the same case are one value.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut pending, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let letter = letter.to_ascii_lowercase();
        let digit = ALPHABET.iter().position(|known| *known == letter)?;
        pending = (pending & 0xff) << 5 | digit as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits & 0xff) as u8);
        }
    }
    let filling = pending & ((1 << bits) - 1);
    (bits < 5 && filling == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_reads_back_in_either_case() {
        let bytes: Vec<u8> = (0..64u8).map(|n| n.wrapping_mul(37) ^ 0xa5).collect();
        for length in 0..=bytes.len() {
            let text = encode(&bytes[..length]);
            assert_eq!(decode(&text).as_deref(), Some(&bytes[..length]));
            assert_eq!(decode(&text.to_uppercase()).as_deref(), Some(&bytes[..length]));
        }
    }

    #[test]
    fn foreign_letters_odd_lengths_and_filled_tails_are_refused() {
        for text in ["u0", "0-", "é0", "0", "000", "01", "000000", "0z"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
