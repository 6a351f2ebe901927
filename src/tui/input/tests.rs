//! What is heard for which bytes, however they come.

use super::*;
use proptest::prelude::*;

/// What is heard when the bytes come in these pieces, with nothing after them.
fn hear(pieces: &[&[u8]]) -> Vec<Heard> {
    let (mut decoder, mut heard) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut heard);
    }
    while decoder.patience().is_some() {
        decoder.give_up(&mut heard);
    }
    heard
}

#[test]
fn keys_are_known_in_every_dialect() {
    use KeyCode::*;
    let of = Key::of;
    let ctrl = |code| Key { ctrl: true, ..of(code) };
    let alt = |code| Key { alt: true, ..of(code) };
    let shift = |code| Key { shift: true, ..of(code) };
    for (key, dialects) in [
        (of(Up), &["\x1b[A", "\x1bOA", "\x1b[1A", "\x1b[1;1A"][..]),
        (ctrl(Up), &["\x1b[1;5A", "\x1bOa"]),
        (ctrl(Down), &["\x1b[1;5B", "\x1bOb"]),
        (alt(Left), &["\x1b[1;3D", "\x1b\x1b[D", "\x1b\x1bOD"]),
        (shift(Right), &["\x1b[1;2C", "\x1b[c"]),
        (of(Home), &["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"]),
        (of(End), &["\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"]),
        (of(PageUp), &["\x1b[5~", "\x1b[57421u"]),
        (of(PageDown), &["\x1b[6~"]),
        (of(Insert), &["\x1b[2~"]),
        (of(Delete), &["\x1b[3~"]),
        (of(F(1)), &["\x1bOP", "\x1b[11~", "\x1b[[A", "\x1b[P"]),
        (of(F(3)), &["\x1bOR", "\x1b[13~", "\x1b[[C"]),
        (shift(F(3)), &["\x1b[1;2R", "\x1b[13;2~"]),
        (of(F(5)), &["\x1b[15~", "\x1b[[E"]),
        (of(F(10)), &["\x1b[21~"]),
        (of(F(12)), &["\x1b[24~"]),
        (of(Tab), &["\t", "\x1b[9u"]),
        (shift(Tab), &["\x1b[Z", "\x1b[9;2u"]),
        (ctrl(Char('i')), &["\x1b[105;5u", "\x1b[27;5;105~"]),
        (of(Enter), &["\r", "\n", "\x1bOM", "\x1b[13u"]),
        (of(Backspace), &["\x7f", "\x08", "\x1b[127u"]),
        (of(Esc), &["\x1b", "\x1b[27u"]),
        (ctrl(Char('c')), &["\x03", "\x1b[99;5u"]),
        (ctrl(Char('z')), &["\x1a"]),
        (alt(Char('f')), &["\x1bf", "\x1b[102;3u"]),
        (alt(Char('[')), &["\x1b["]),
        (alt(Char(']')), &["\x1b]"]),
        (of(Char('5')), &["5", "\x1bOu"]),
        (of(Char('公')), &["公"]),
        (of(Char('𠮷')), &["𠮷"]),
    ] {
        for dialect in dialects {
            assert_eq!(hear(&[dialect.as_bytes()]), [Heard::Key(key)], "{dialect:?}");
        }
    }
    assert_eq!(hear(&[b"\x1b\x1b"]), [Heard::Key(of(Esc)), Heard::Key(of(Esc))]);
}

#[test]
fn answers_about_the_cursor_are_no_keys() {
    let heard = hear(&[b"j\x1b[2;3Rk"]);
    assert!(matches!(heard.as_slice(), [Heard::Key(_), Heard::Cursor { row: 2, col: 3 }, Heard::Key(_)]));
}

#[test]
fn a_rich_keyboard_says_so() {
    assert_eq!(hear(&[b"\x1b[?0u"]), [Heard::RichKeyboard]);
}

#[test]
fn the_mouse_is_heard_with_its_cell() {
    use crate::app::mouse::{Mouse, What};
    for (bytes, what) in [
        ("\x1b[<0;12;3M", What::Press),
        ("\x1b[<0;12;3m", What::Release),
        ("\x1b[<32;12;3M", What::Drag),
        ("\x1b[<64;12;3M", What::WheelUp),
        ("\x1b[<69;12;3M", What::WheelDown),
    ] {
        assert_eq!(hear(&[bytes.as_bytes()]), [Heard::Mouse(Mouse { what, col: 11, row: 2 })], "{bytes:?}");
    }
}

#[test]
fn what_we_did_not_ask_for_is_passed_over() {
    for noise in [
        "\x1b[?62;22c",
        "\x1b[>1;10;0c",
        "\x1b[<2;12;3M",
        "\x1b[<35;12;3M",
        "\x1b[<0;0;0M",
        "\x1b[<0;99999999;3M",
        "\x1b[<M",
        "\x1b[M !!",
        "\x1b[I",
        "\x1b[O",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1bP>|XTerm(379)\x1b\\",
        "\x1b[99999999999999;2~",
        "\u{9b}",
        "\x1b_x\x1b\\",
    ] {
        let heard = hear(&[noise.as_bytes(), b"j"]);
        assert_eq!(heard, [Heard::Key(Key::of(KeyCode::Char('j')))], "{noise:?}");
    }
}

#[test]
fn a_sequence_cut_by_the_line_does_not_become_letters() {
    let mut decoder = Decoder::default();
    let mut heard = Vec::new();
    decoder.feed(b"\x1b", &mut heard);
    decoder.give_up(&mut heard);
    decoder.feed(b"[B", &mut heard);
    assert_eq!(heard, [Heard::Key(Key::of(KeyCode::Esc)), Heard::Key(Key::of(KeyCode::Down))]);
    // But a bracket alone was typed.
    heard.clear();
    decoder.feed(b"\x1b", &mut heard);
    decoder.give_up(&mut heard);
    decoder.feed(b"[", &mut heard);
    assert_eq!(heard.last(), Some(&Heard::Key(Key::of(KeyCode::Char('[')))));
}

#[test]
fn pasted_text_is_text_whatever_is_in_it() {
    let paste = "q\x1b[A第一行\r\n第二行\r第三行";
    let heard = hear(&[b"\x1b[200~", paste.as_bytes(), b"\x1b[201~", b"j"]);
    assert_eq!(heard[0], Heard::Paste("q\x1b[A第一行\n第二行\n第三行".into()));
    assert_eq!(heard.len(), 2);
}

#[test]
fn a_paste_without_an_end_or_without_measure_does_not_hold_us() {
    assert_eq!(hear(&[b"\x1b[200~abc"]), [Heard::Paste("abc".into())]);
    let long = vec![b'x'; 3 * LONGEST_PASTE];
    let heard = hear(&[b"\x1b[200~", &long, b"\x1b[201~"]);
    assert!(matches!(heard.as_slice(), [Heard::Paste(text)] if text.len() == LONGEST_PASTE));
}

proptest! {
    /// However the bytes are cut, the same is heard, nothing hangs and nothing is kept for long.
    #[test]
    fn cuts_do_not_matter(
        pieces in prop::collection::vec(prop_oneof![
            Just(b"\x1b[1;5A".to_vec()), Just("公".into()), Just(b"\x1b[200~".to_vec()), Just(b"\x1b[201~".to_vec()),
            Just(b"\x1bOP".to_vec()), Just(b"\x1b]0;x\x07".to_vec()), Just(b"\x1b[2;2R".to_vec()), Just(b"j".to_vec()),
            prop::collection::vec(any::<u8>(), 0..6),
        ], 0..12),
        cut in 1usize..7,
    ) {
        let bytes = pieces.concat();
        let (mut whole, mut cuts) = ((Decoder::default(), Vec::new()), (Decoder::default(), Vec::new()));
        whole.0.feed(&bytes, &mut whole.1);
        for piece in bytes.chunks(cut) {
            cuts.0.feed(piece, &mut cuts.1);
            prop_assert!(cuts.0.pending.len() <= LONGEST_SEQUENCE + cut);
        }
        prop_assert_eq!(&whole.1, &cuts.1);
        cuts.0.give_up(&mut cuts.1);
        prop_assert_eq!(cuts.0.patience(), None);
        cuts.0.feed(b"  ", &mut cuts.1);
        prop_assert_eq!(cuts.1.last(), Some(&Heard::Key(Key::of(KeyCode::Char(' ')))));
    }
}
