//! What lines of covers that were never printed look like.

use super::*;
use crate::parse::markup;

fn kinds(text: &str) -> Vec<Kind> {
    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    let lines = markup::lines(&source);
    sights(&lines).into_iter().map(|s| s.kind).collect()
}

#[test]
fn lines_of_a_cover() {
    let text = "丁县人民政府\n公 报\n· 权威性 · 指导性\n编辑委员会\n2021年第3期\n目　录\n【政府文件】\n丁政发〔2021〕3号……(4)\n发布政令 宣传政策\nDINGXIAN ZHENGFU GONGBAO\n———\n各乡镇人民政府：\n现将方案印发给你们，请认真贯彻落实。\n本刊刊登的文件与正式文本具有同等效力。";
    let kinds = kinds(text);
    assert!(matches!(&kinds[0], Kind::Title(name) if name == "丁县人民政府公报"), "{kinds:?}");
    assert!(matches!(kinds[1], Kind::Title(_)));
    assert_eq!(kinds[2..4], [Kind::Slogan, Kind::BoardHeading]);
    assert!(matches!(kinds[4], Kind::Number(_)));
    assert_eq!(
        kinds[5..],
        [
            Kind::TocHeading,
            Kind::Category("政府文件".into()),
            Kind::DocNumber,
            Kind::Slogan,
            Kind::Foreign,
            Kind::Mark,
            Kind::Addressee,
            Kind::Sentence,
            Kind::Statement
        ]
    );
}

#[test]
fn headings_of_contents() {
    for text in [
        "目录",
        "# 目　录",
        "目 錄",
        "本期要目",
        "目录 CONTENTS",
        "CONTENTS",
        "目录（续）",
        "目 录（2020年第3期）",
        "【目录】",
    ] {
        assert_eq!(kinds(text), [Kind::TocHeading], "{text}");
    }
    assert_ne!(kinds("权力目录清单"), [Kind::TocHeading]);
}

#[test]
fn names_over_two_lines_and_statements_without_a_stop() {
    for text in ["丁族自治州\n人民政府公报", "丁 经 济 技 术 开 发 区\n管 理 委 员 会 公 报"]
    {
        let kinds = kinds(text);
        assert!(
            matches!(&kinds[0], Kind::Title(name) if name.starts_with('丁') && name.ends_with("公报")),
            "{kinds:?}"
        );
    }
    assert!(matches!(&kinds("关于甲的通知\n人民政府公报")[0], Kind::Text));
    assert_eq!(kinds("本公报刊载的文件与正式文件具有同等效力"), [Kind::Statement]);
}
