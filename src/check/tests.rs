//! Findings of issues that do not exist.

use super::*;
use crate::parse::parse;
use crate::read::SourceText;

fn found(text: &str) -> Vec<String> {
    let issue = parse(&SourceText::from_text("a.txt", text));
    findings(&issue).iter().map(|f| format!("{}:{}:{}", f.line, f.kind.label(), f.message)).collect()
}

const ISSUE: &str = "丁县人民政府公报
2020年第1期
目录
关于印发《丁县防汛预案》的通知 丁政发〔2020〕1号……1
关于表彰先进单位的决定……5
# 丁县人民政府关于印发《丁县防汛预案》的通知

丁政发〔2020〕2号

各乡镇人民政府：

现将《丁县防汛预案》印发给你们，请认真贯彻执行。

丁县人民政府

2020年1月6日

# 丁县防汛预案

一、总则

为了防汛，制定本预案。

三、职责

县水务局负责，濱河镇配合。滨河镇、滨河街道做好值守。

三、附则

本预案自印发之日起施行。

附件：防汛物资清单
";

#[test]
fn what_an_editor_wants_to_know() {
    let found = found(ISSUE);
    let kinds: Vec<&str> = found.iter().filter_map(|f| f.split(':').nth(1)).collect();
    for kind in ["缺文件", "文号", "跳号", "重号", "字形", "缺附件"] {
        assert_eq!(kinds.iter().filter(|k| **k == kind).count(), 1, "{kind}: {found:#?}");
    }
    assert!(found.iter().any(|f| f.contains("丁政发〔2020〕2号") && f.starts_with("6:")), "{found:#?}");
    assert!(!kinds.contains(&"标题"), "the contents may leave the issuing body out: {found:#?}");
}

#[test]
fn the_contents_may_name_what_an_order_encloses() {
    let order = "丁县人民政府公报\n2020年第1期\n目录\nENTRY……1\n丁县人民政府令\n第5号\n《丁县防汛办法》已经县政府会议通过，现予公布，自公布之日起施行。\n\
                 县长　李四\n2020年1月6日\n丁县防汛办法\n第一条 为了防汛。\n";
    for entry in ["丁县防汛办法", "丁县防汛办法（丁县人民政府令第5号）", "丁县人民政府令第5号　丁县防汛办法"]
    {
        assert_eq!(found(&order.replace("ENTRY", entry)), [""; 0], "{entry}");
    }
}

#[test]
fn numbering_that_runs_on_is_in_order() {
    let text = "丁县防汛办法\n第一章 总则\n第一条 为了防汛。\n第二条 本县适用。\n第二章 职责\n第三条 水务局负责。\n第四条 分工如下：\n（一）值守；\n（二）抢险。\n第五条 其他：\n（一）宣传；\n（二）培训。";
    assert_eq!(found(text), [""; 0]);
}

#[test]
fn plain_text_has_no_findings() {
    assert_eq!(found("一、床前\n三、明月\n三、地上"), [""; 0]);
}

#[test]
fn merged_characters_are_no_variants() {
    let text =
        "丁县人民政府关于修缮的通知\n丁政发〔2020〕1号\n各乡镇人民政府：\n乾隆年间所建，由干部负责，请认真贯彻落实。";
    assert_eq!(found(text), [""; 0]);
}
