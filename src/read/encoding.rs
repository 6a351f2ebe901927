//! Which encoding a file is in.
//!
//! In order: a byte order mark; strict UTF-8; UTF-16 without a mark; then the Chinese encodings, by what they make of it. A file that is UTF-8 but for a few words pasted in GBK is UTF-8, and those words are decoded as GBK:
//! chardetng alone would call it windows-1252.

use std::borrow::Cow;
use std::cmp::Ordering;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

pub struct Decoded<'a> {
    /// WHATWG name.
    pub encoding: &'static str,
    pub text: Cow<'a, str>,
}

/// Decodes a text in any of the encodings, or says what the bytes are instead.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, &'static str> {
    if let Some(kind) = known_binary(bytes) {
        return Err(kind);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return readable(encoding.name(), text);
    }
    if let Some(text) = utf8_to_the_last_character(bytes) {
        return readable(UTF_8.name(), text);
    }
    if let Some((name, text)) = utf16_without_mark(bytes) {
        return Ok(Decoded { encoding: name, text: Cow::Owned(text) });
    }
    if memchr::memchr(0, bytes).is_some() {
        return Err("二进制数据");
    }
    if mostly_utf8(bytes) {
        return readable(UTF_8.name(), Cow::Owned(utf8_with_foreign_words(bytes)));
    }
    let encoding = guess_chinese(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // The WHATWG writes this one name in lower case.
    readable(if encoding == GB18030 { "GB18030" } else { encoding.name() }, text)
}

/// File formats that begin with their own name.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP 或 Office 文档"),
        (b"\xd0\xcf\x11\xe0", "旧版 Office 文档"),
        (b"{\\rtf", "RTF 文档"),
        (b"\x1f\x8b", "gzip 压缩文件"),
        (b"\x89PNG", "PNG 图片"),
        (b"\xff\xd8\xff", "JPEG 图片"),
        (b"\x7fELF", "程序"),
        (b"Rar!", "RAR 压缩文件"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, name)| name)
}

/// A text with more than one control character in fifty is none.
fn readable<'a>(encoding: &'static str, text: Cow<'a, str>) -> Result<Decoded<'a>, &'static str> {
    let head = text.chars().take(1 << 16);
    let (mut controls, mut all) = (0usize, 0usize);
    for c in head {
        all += 1;
        controls += usize::from(c == '\0' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c')));
    }
    if controls * 50 > all + 50 { Err("二进制数据") } else { Ok(Decoded { encoding, text }) }
}

/// The bytes as UTF-8; a sequence cut by the file's end becomes U+FFFD.
fn utf8_to_the_last_character(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(error) if error.error_len().is_none() => Some(String::from_utf8_lossy(bytes)),
        Err(_) => None,
    }
}

/// UTF-16 has zero bytes wherever there is a line ending or an ASCII character.
fn utf16_without_mark(bytes: &[u8]) -> Option<(&'static str, String)> {
    memchr::memchr(0, bytes)?;
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        let plausible =
            |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{2000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
        let (good, all) =
            text.chars().fold((0usize, 0usize), |(good, all), c| (good + usize::from(plausible(c)), all + 1));
        (!damaged && all > 0 && good * 10 >= all * 9).then(|| (encoding.name(), text.into_owned()))
    })
}

/// At least four bytes in valid multi-byte sequences for every invalid one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|&c| c >= '\u{800}').count() * 3;
        bad += chunk.invalid().len();
    }
    good >= bad * 4
}

/// Each run of non-ASCII bytes as UTF-8 where most of it is, else as GB18030 where it is; what is left as U+FFFD.
fn utf8_with_foreign_words(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for run in bytes.chunk_by(|a, b| a.is_ascii() == b.is_ascii()) {
        let foreign = || GB18030.decode_without_bom_handling_and_without_replacement(run);
        match std::str::from_utf8(run) {
            Ok(run) => text.push_str(run),
            Err(_) if mostly_utf8(run) => text.push_str(&String::from_utf8_lossy(run)),
            Err(_) => text.push_str(&foreign().unwrap_or_else(|| String::from_utf8_lossy(run))),
        }
    }
    text
}

/// GB18030 or Big5: whichever leaves fewer characters that no Chinese text has; chardetng decides where both leave as many.
fn guess_chinese(bytes: &[u8]) -> &'static Encoding {
    let strange = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        text.chars().filter(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{3040}'..='\u{30ff}')).count()
    };
    match strange(GB18030).cmp(&strange(BIG5)) {
        Ordering::Less => GB18030,
        Ordering::Greater => BIG5,
        Ordering::Equal => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
            if guess == BIG5 { BIG5 } else { GB18030 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What a gazette prints comes out of each encoding as it went in.
        #[test]
        fn any_gazette_is_read_in_its_encoding(
            pieces in prop::collection::vec("(各乡镇人民政府|关于印发工作方案的通知|责任单位：|[一二三四五六]、|（[0-9]{1,2}）|2021年[1-9]月|，|。|\n|县水务局|[A-Za-z]{1,4}|“试点”)", 8..40),
        ) {
            let text = pieces.concat();
            for (encoding, bytes) in [
                ("UTF-8", text.as_bytes().to_vec()),
                ("GB18030", GB18030.encode(&text).0.into_owned()),
                ("UTF-16LE", [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()),
                ("UTF-16BE", [b"\xfe\xff".to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat()),
            ] {
                // Of ASCII alone all of these but UTF-16 are one.
                prop_assume!(!text.is_ascii());
                let decoded = decode(&bytes).map(|decoded| (decoded.encoding, decoded.text.into_owned()));
                prop_assert_eq!(decoded, Ok((encoding, text.clone())));
            }
        }

        #[test]
        fn any_bytes_are_text_or_refused(bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0xb0..0xf7_u8, 0x20..0x7f_u8], 0..80)) {
            if let Ok(decoded) = decode(&bytes) {
                prop_assert!(decoded.text.len() <= 3 * bytes.len());
            }
        }
    }

    const TEXT: &str =
        "澜溪县人民政府关于印发工作方案的通知\n各乡镇人民政府，县直各部门：\n一、总体要求。2021年6月底前完成。\n";
    const TRADITIONAL: &str = "瀾溪縣人民政府關於印發工作方案的通知\n各鄉鎮人民政府，縣直各部門：\n一、總體要求。\n";

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).unwrap_or_else(|what| panic!("{encoding}: {what}"));
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
    }

    #[test]
    fn every_encoding_is_recognised() {
        check(TEXT.as_bytes(), "UTF-8", TEXT);
        check(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), "UTF-8", TEXT);
        check(&GB18030.encode(TEXT).0, "GB18030", TEXT);
        check(&BIG5.encode(TRADITIONAL).0, "Big5", TRADITIONAL);
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&le, "UTF-16LE", TEXT);
        check(&be, "UTF-16BE", TEXT);
        check(&[b"\xff\xfe".as_slice(), &le].concat(), "UTF-16LE", TEXT);
        check(&[b"\xfe\xff".as_slice(), &be].concat(), "UTF-16BE", TEXT);
    }

    #[test]
    fn a_sequence_cut_by_the_end_is_still_utf8() {
        let cut = &TEXT.as_bytes()[..TEXT.len() - 2];
        let decoded = decode(cut).unwrap_or_else(|what| panic!("{what}"));
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.ends_with('\u{fffd}'), "{}", decoded.text);
    }

    #[test]
    fn a_gbk_word_inside_utf8_is_read_as_gbk() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.extend_from_slice(b" ");
        bytes.extend_from_slice(&GB18030.encode("农业农村局").0);
        check(&bytes, "UTF-8", &format!("{TEXT} 农业农村局"));
    }

    #[test]
    fn damaged_bytes_lose_nothing_around_them() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(0, 0xff);
        let decoded = decode(&bytes).unwrap_or_else(|what| panic!("{what}"));
        assert!(decoded.text.contains("总体要求"), "{}", decoded.text);
    }

    #[test]
    fn control_characters_in_numbers_are_no_text() {
        let noise: Vec<u8> = (1..200u8).filter(|b| *b < 32 || *b == 65).collect();
        assert!(decode(&noise).is_err());
        assert!(decode(b"colour \x1b[1mbold\x1b[0m in a long enough log line of plain text").is_ok());
    }
}
