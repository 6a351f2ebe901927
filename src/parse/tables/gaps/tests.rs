use proptest::prelude::*;

use super::*;
use crate::issue::{Block, Content};

/// A notice with these lines between two sentences.
fn notice(lines: &str) -> String {
    format!(
        "青岚县人民政府关于做好防汛工作的通知\n青政发〔2021〕3号\n\n各乡镇人民政府：\n为做好防汛工作，现将有关事项通知如下。\n\n{lines}\n\n请各乡镇认真抓好落实，确保安全度汛。\n青岚县人民政府\n2021年5月19日\n"
    )
}

fn tables_of(text: &str) -> Vec<Block> {
    let issue = crate::parse::parse(&crate::read::SourceText::from_text("a.txt", text));
    let blocks = issue.documents.iter().flat_map(|document| document.blocks());
    blocks.filter(|(_, block)| matches!(block.content, Content::Table(_))).map(|(_, block)| block.clone()).collect()
}

/// The rows of all tables, cells parted by bars; `=` between tables.
fn read(lines: &str) -> String {
    let tables = tables_of(&notice(lines));
    tables.iter().map(|table| table.text.replace('\t', "|")).collect::<Vec<_>>().join("\n=\n")
}

#[test]
fn cells_that_are_wrapped() {
    let lines = "\
序号  地点                整治措施                    责任单位      时限
1     望江路与学府路交叉  更换雨水管 320 米，加设井盖， 县城市管理局  2021年9
      口                  增设雨水口                                月
2     东站广场            新建泵站                    县住房和城乡  2021年10
                                                      建设局        月
3     南桥                抬升路面                    县水利局      长期
合计                                                  3个";
    let rows = "序号|地点|整治措施|责任单位|时限\n\
                1|望江路与学府路交叉口|更换雨水管 320 米，加设井盖，增设雨水口|县城市管理局|2021年9月\n\
                2|东站广场|新建泵站|县住房和城乡建设局|2021年10月\n\
                3|南桥|抬升路面|县水利局|长期\n\
                合计|||3个|";
    assert_eq!(read(lines), rows);
    // Every line is one of the table's.
    let table = &tables_of(&notice(lines))[0];
    assert_eq!(table.lines, (7..=13).collect::<Vec<u32>>());
}

#[test]
fn a_page_that_breaks_the_table() {
    let lines = "
    序号  地点      责任单位
    1     东站广场  县水利局
    2     南桥桥下  县住建局


                                          — 5 —

  序号  地点      责任单位
  3     西河滩    县林业局
                  （牵头）

                                          — 6 —

4     北门外    县交通局";
    let rows =
        "序号|地点|责任单位\n1|东站广场|县水利局\n2|南桥桥下|县住建局\n3|西河滩|县林业局（牵头）\n4|北门外|县交通局";
    assert_eq!(read(lines), rows);
    assert_eq!(tables_of(&notice(lines))[0].repeated.len(), 1);
}

/// But for their numbers they are the same, as running heads are.
#[test]
fn rows_that_repeat() {
    let rows: Vec<String> = (1..10).map(|at| format!("{at}     传统技艺  石坪县")).collect();
    let read = read(&format!("序号  类别      地区\n{}", rows.join("\n")));
    assert_eq!(read.lines().count(), 10, "{read}");
}

#[test]
fn names_of_columns_without_numbers() {
    let lines = "\
物业类型    配备电梯  交存标准（元/平方米）  适用区域
多层住宅    否        60                     全县
高层住宅    是        按成本价的百分之二     城区
地下车位              30                     全县";
    assert_eq!(
        read(lines),
        "物业类型|配备电梯|交存标准（元/平方米）|适用区域\n多层住宅|否|60|全县\n高层住宅|是|按成本价的百分之二|城区\n地下车位||30|全县"
    );
}

#[test]
fn two_tables_below_each_other() {
    let lines = "\
序号  企业名称      所在乡镇
1     青岚轴承公司  河口镇
2     青岚竹业公司  松坪乡
序号  机构名称      依托单位
1     轴承研究院    青岚轴承公司
2     竹业研究院    青岚竹业公司";
    let rows = "序号|企业名称|所在乡镇\n1|青岚轴承公司|河口镇\n2|青岚竹业公司|松坪乡\n=\n序号|机构名称|依托单位\n1|轴承研究院|青岚轴承公司\n2|竹业研究院|青岚竹业公司";
    assert_eq!(read(lines), rows);
}

#[test]
fn headings_between_rows_and_a_header_of_two_lines() {
    let lines = "\
序号  任务          责任      完成
                    单位      时限
一、整治易涝点
1     改造雨水管网  县住建局  6月底
2     清理河道      县水利局  7月底
二、建设排水设施
3     新建泵站      县住建局  9月底

序号  任务          责任      完成
                    单位      时限
4     修建水闸      县水利局  9月底";
    let rows = "序号|任务|责任单位|完成时限\n1|改造雨水管网|县住建局|6月底\n2|清理河道|县水利局|7月底\n二、建设排水设施|||\n3|新建泵站|县住建局|9月底\n4|修建水闸|县水利局|9月底";
    assert_eq!(read(lines).replace("一、整治易涝点|||\n", ""), rows);
}

#[test]
fn characters_that_are_counted_as_one_column() {
    let lines = "\
序号  地点      责任单位
1   东站广场及周边  县水利局
2   南桥        县住房和城乡建设局
3   西河        县林业局";
    assert_eq!(
        read(lines),
        "序号|地点|责任单位\n1|东站广场及周边|县水利局\n2|南桥|县住房和城乡建设局\n3|西河|县林业局"
    );
}

#[test]
fn cells_that_are_set_around_the_middle_of_their_row() {
    let lines = "\
序号         重点任务             牵头单位       完成时限
      完善机制，健全县乡村三
 1                              县卫生健康局  2021年9月底
      级服务体系。
 2    整治环境。                  县住建局       长期
      推进平台建设，提升服务     县大数据局、
 3    能力，优化流程，实现一                   2021年12月底
      网通办。                    县司法局
              2021年5月19日";
    let rows = "序号|重点任务|牵头单位|完成时限\n1|完善机制，健全县乡村三级服务体系。|县卫生健康局|2021年9月底\n2|整治环境。|县住建局|长期\n3|推进平台建设，提升服务能力，优化流程，实现一网通办。|县大数据局、县司法局|2021年12月底";
    assert_eq!(read(lines), rows);
    // A line too few: nobody can tell whose it is.
    let cut = lines.replacen("      级服务体系。\n", "", 1);
    assert_eq!(tables_of(&notice(&cut))[0].text.lines().count(), 6);
}

#[test]
fn tall_cells_stay_open() {
    let lines = "\
序号  项目        任务      责任单位
1     河道治理    清淤      县水利局
                  护岸      县林业局
2     道路建设    路基      县交通局";
    assert_eq!(
        read(lines),
        "序号|项目|任务|责任单位\n1|河道治理|清淤|县水利局\n||护岸|县林业局\n2|道路建设|路基|县交通局"
    );
}

#[test]
fn what_is_no_table() {
    for lines in [
        // Names of units and of people in columns.
        "河口县            云台区            石坪县农业局\n河口县大桥乡      石坪县花园镇      云台区柳树乡\n河口县种子公司    县农业推广站      县农资公司",
        "严福祥    宋家富    卓玉兰    邢德旺\n蒲 明     晋维新    甄仁义    滕云秀\n封建国    廖正华    尚 武     邱大川",
        "主  任：霍启明        县委副书记、县长\n副主任：戚文韬        县委常委、副县长\n委  员：丛  林        县政府办公室主任\n        费  扬        县发改局局长",
        // A form, of which each line is names.
        "姓名      性别      出生日期\n民族      学历      所学专业\n单位      职务      联系电话",
        "申请单位            联系电话\n小区名称            总户数\n维修部位            涉及户数",
        // A header of nothing, and prose.
        "序号  企业名称  所在乡镇\n以上企业名单由县工业和信息化局负责公布并解释。",
        "一、总则      二、职责      三、预警\n四、响应      五、保障      六、附则\n七、奖惩      八、解释      九、施行",
        "青岚县财政局　　青岚县林业局　　青岚县水利局\n2021年5月19日",
    ] {
        assert_eq!(read(lines), "", "{lines}");
    }
}

#[test]
fn what_stands_below_a_table_is_none_of_it() {
    let table = "序号  企业名称      所在乡镇\n1     青岚轴承公司  河口镇\n2     青岚竹业公司  松坪乡";
    let rows = "序号|企业名称|所在乡镇\n1|青岚轴承公司|河口镇\n2|青岚竹业公司|松坪乡";
    for below in [
        "注：以上为首批企业。",
        "附件2",
        "    特此公布。",
        "              2021年5月19日",
        "联系人：王明    电话：81234567",
        "二、省级企业研发机构",
        "县工业和信息化局    县财政局",
    ] {
        assert_eq!(read(&format!("{table}\n{below}")), rows, "{below}");
    }
}

/// A table as a program sets it: columns as wide as their widest cell, and two spaces between.
fn set(table: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widths: Vec<usize> =
        (0..table[0].len()).map(|at| table.iter().map(|row| width(&row[at])).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide + 2 - width(cell))));
        cells.collect::<String>().trim_end().to_owned()
    };
    table.iter().map(line).collect::<Vec<_>>().join("\n")
}

proptest! {
    /// What is set in columns below a header with numbers is read cell by cell, whatever stands in the cells.
    #[test]
    fn columns_are_read(cells in prop::collection::vec(prop::collection::vec("[甲乙丙丁戊][甲乙丙a1]{0,5}", 3), 2..8)) {
        let mut table = vec![["序号", "项目名称", "建设地点", "责任单位"].map(String::from).to_vec()];
        for (at, row) in cells.into_iter().enumerate() {
            table.push([vec![(at + 1).to_string()], row].concat());
        }
        let rows: Vec<String> = table.iter().map(|row| row.join("|")).collect();
        prop_assert_eq!(read(&set(&table)), rows.join("\n"));
    }

    /// Any lines are cut inside of themselves, in order, each once.
    #[test]
    fn any_lines(lines in prop::collection::vec("(序号|1|2|名称|责任单位|县局|合计|、|  |   |　|a|\u{301}|\\PC){0,12}", 0..12)) {
        let mut lines = lines;
        lines.insert(lines.len() / 2, "序号  企业名称  所在乡镇".to_owned());
        let lines = crate::parse::markup::lines(&lines);
        let found = find(&lines, &vec![false; lines.len()], &vec![false; lines.len()]);
        prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (at, cut) in found {
            let mut end = 0;
            let mut read = String::new();
            for cell in cut.cells.iter().filter(|cell| !cell.is_empty()) {
                prop_assert!(cell.start >= end);
                end = cell.end;
                read.push_str(lines[at].raw.get(cell.start as usize..cell.end as usize).expect("characters"));
            }
            let bare = |text: &str| text.chars().filter(|&c| !is_space(c)).collect::<String>();
            prop_assert_eq!(bare(&read), bare(lines[at].raw));
        }
    }
}
