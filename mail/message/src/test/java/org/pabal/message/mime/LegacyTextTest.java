// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Header fields, parameters and texts as mail programs of Korea, Japan and China have really sent
/// them, octet for octet, and what a reader is to see. THREATS S29, M08, M12.
class LegacyTextTest {
    private static final Charset MS949 = Charset.forName("x-windows-949");
    private static final Charset EUC_KR = Charset.forName("EUC-KR");
    private static final Charset MS932 = Charset.forName("windows-31j");
    private static final Charset GBK = Charset.forName("GBK");
    private static final Charset BIG5 = Charset.forName("x-windows-950");
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final String KR_ESCAPE = "\u001B$)C";
    private static final String SO = "\u000E";
    private static final String SI = "\u000F";

    /// Each octet as one char.
    private static String raw(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private static String base64(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    private static String b(String label, String text, Charset charset) {
        return "=?" + label + "?B?" + base64(text, charset) + "?=";
    }

    private static String q(String label, String text, Charset charset) {
        StringBuilder word = new StringBuilder("=?" + label + "?Q?");
        for (byte octet : text.getBytes(charset)) {
            word.append(String.format("=%02X", octet & 0xFF));
        }
        return word + "?=";
    }

    /// A word of the octets from `from` to `to`.
    private static String cut(String label, String text, Charset charset, int from, int to) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(text.getBytes(charset), from, to - from);
        return "=?"
                + label
                + "?B?"
                + Base64.getEncoder().encodeToString(octets.toByteArray())
                + "?=";
    }

    private static Arguments field(String name, String octets, String read) {
        return Arguments.of(name, octets, read);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                // raw octets
                field("raw EUC-KR", " \u00BE\u00C6\u00BD\u00CE", "아싸"),
                field("raw CP949 beyond KS X 1001", raw("똠방각하와 펲시맨", MS949), "똠방각하와 펲시맨"),
                field("raw UTF-8", raw("안녕하세요", UTF_8), "안녕하세요"),
                field(
                        "raw UTF-8, cut at the end",
                        raw("안녕하세요", UTF_8).substring(0, 14),
                        "안녕하세\uFFFD"),
                field(
                        "raw EUC-KR, cut at the end",
                        raw("[공지] 서버 점검", MS949).substring(0, 15),
                        "[공지] 서버 점\uFFFD"),
                field(
                        "raw EUC-KR among ASCII",
                        raw("RE: [긴급] Q3 report 검토 요청드립니다 (2차)", EUC_KR),
                        "RE: [긴급] Q3 report 검토 요청드립니다 (2차)"),
                field("raw EUC-KR, folded", raw("첫째 줄\r\n 둘째 줄", EUC_KR), "첫째 줄 둘째 줄"),
                field("raw ISO-2022-KR", KR_ESCAPE + SO + ">F=N" + SI, "아싸"),
                field(
                        "raw ISO-2022-KR without its escape",
                        "Re: " + SO + ">F=N" + SI + "!",
                        "Re: 아싸!"),
                field(
                        "raw ISO-2022-KR, never shifted back",
                        KR_ESCAPE + "Re: " + SO + ">F=N",
                        "Re: 아싸"),
                field("raw ISO-2022-JP", "\u001B$B$3$s$K$A$O\u001B(B", "こんにちは"),
                field("raw ISO-2022-JP with JIS X 0201", "\u001B$@4A;z\u001B(J ok", "漢字 ok"),
                field("raw Latin", raw("Größe café", StandardCharsets.ISO_8859_1), "Größe café"),
                field(
                        "raw Windows-1252",
                        raw("“quoted” – 5 €", Charset.forName("windows-1252")),
                        "“quoted” – 5 €"),
                field(
                        "one accent at the end",
                        raw("caf\u00E9", StandardCharsets.ISO_8859_1),
                        "café"),
                field(
                        "raw mixed with words",
                        b("euc-kr", "답장: ", EUC_KR) + raw(" 회의", EUC_KR),
                        "답장:  회의"),
                // labels
                field("ks_c_5601-1987 is CP949", b("ks_c_5601-1987", "똠방각하", MS949), "똠방각하"),
                field("euc-kr with CP949's syllables", b("EUC-KR", "햏자 뷁", MS949), "햏자 뷁"),
                field("euc-kr in Q", q("euc-kr", "회의록", EUC_KR), "회의록"),
                field("euc-kr that is UTF-8", b("euc-kr", "견적서 보내드립니다", UTF_8), "견적서 보내드립니다"),
                field("utf-8 that is EUC-KR", b("utf-8", "견적서 보내드립니다", EUC_KR), "견적서 보내드립니다"),
                field("us-ascii that is EUC-KR", b("us-ascii", "견적서", EUC_KR), "견적서"),
                field("iso-8859-1 that is EUC-KR", b("iso-8859-1", "안녕하세요", EUC_KR), "안녕하세요"),
                field("iso-8859-1 that is UTF-8", b("iso-8859-1", "안녕하세요", UTF_8), "안녕하세요"),
                field(
                        "iso-8859-1 that is",
                        q("iso-8859-1", "ÇA VA, à bientôt «É»", StandardCharsets.ISO_8859_1),
                        "ÇA VA, à bientôt «É»"),
                field("unknown label", b("x-unknown", "견적서", EUC_KR), "견적서"),
                field("no label", "=??B?" + base64("견적서", EUC_KR) + "?=", "견적서"),
                field("label with a language", b("euc-kr*ko", "견적서", EUC_KR), "견적서"),
                field(
                        "iso-2022-kr",
                        b("iso-2022-kr", "회의 자료", Charset.forName("ISO-2022-KR")),
                        "회의 자료"),
                field(
                        "iso-2022-kr without its escape",
                        "=?ISO-2022-KR?B?"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (SO + ">F=N" + SI)
                                                        .getBytes(StandardCharsets.US_ASCII))
                                + "?=",
                        "아싸"),
                field("shift_jis with Microsoft's", b("Shift_JIS", "①㈱日本語", MS932), "①㈱日本語"),
                field(
                        "iso-2022-jp with Microsoft's",
                        b("iso-2022-jp", "①日本", Charset.forName("x-windows-iso2022jp")),
                        "①日本"),
                field("gb2312 with GBK's", b("gb2312", "朱镕基", GBK), "朱镕基"),
                field("gb2312 in Q", q("GB2312", "简体中文", GBK), "简体中文"),
                field("big5", b("big5", "繁體中文", BIG5), "繁體中文"),
                field("utf-7", "=?utf-7?Q?+xUixVQ-?=", "안녕"),
                field("koi8-r", b("koi8-r", "Привет", Charset.forName("KOI8-R")), "Привет"),
                // words against the grammar
                field(
                        "character cut between words",
                        cut("utf-8", "가나다", UTF_8, 0, 4)
                                + "\r\n "
                                + cut("utf-8", "가나다", UTF_8, 4, 9),
                        "가나다"),
                field(
                        "EUC-KR character cut between words",
                        cut("euc-kr", "가나다", EUC_KR, 0, 3)
                                + " "
                                + cut("EUC-KR", "가나다", EUC_KR, 3, 6),
                        "가나다"),
                field(
                        "character cut between B and Q",
                        cut("utf-8", "가", UTF_8, 0, 2) + " =?utf-8?Q?=80?=",
                        "가"),
                field(
                        "words of two charsets",
                        b("euc-kr", "가", EUC_KR) + " " + b("utf-8", "나", UTF_8),
                        "가나"),
                field(
                        "words without white space between",
                        b("utf-8", "가", UTF_8) + b("utf-8", "나", UTF_8),
                        "가나"),
                field(
                        "word against text",
                        "[공지]".length() + "]" + b("utf-8", "가", UTF_8) + "abc",
                        "4]가abc"),
                field(
                        "word in a quoted string",
                        "\"" + b("euc-kr", "홍길동", EUC_KR) + "\"",
                        "\"홍길동\""),
                field("spaces in Q", "=?euc-kr?Q?=C8=B8=C0=C7 room 2?=", "회의 room 2"),
                field("line end in B", "=?euc-kr?B?vsa9\r\n zg==?=", "아싸"),
                field(
                        "line end within a character of Q",
                        "=?utf-8?Q?=EC=95\r\n =84=EC=8B=B8?=",
                        "아싸"),
                field("line end at a space of Q", "=?utf-8?Q?good\r\n day?=", "good day"),
                field("without ?= at the end", "=?euc-kr?B?vsa9zg==", "아싸"),
                field("without the = of it", "=?euc-kr?B?vsa9zg==?", "아싸"),
                field(
                        "without ?= before another word",
                        "=?euc-kr?B?vsa9zg== =?euc-kr?B?vsa9zg==?=",
                        "아싸아싸"),
                field(
                        "without ?=, in Q",
                        "Re: =?utf-8?Q?=EC=95=84=EC=8B=B8 and more",
                        "Re: 아싸 and more"),
                field("no word at all", "is 2 =? 3 or =?a?b?c", "is 2 =? 3 or =?a?b?c"),
                field("padding of every line", "=?utf-8?B?7JWE==7Iu4?=", "아싸"),
                field("lower case encoding and hex", "=?UTF-8?q?=ec=95=84?=", "아"),
                field("? within Q", "=?utf-8?Q?what??= now", "what? now"),
                field(
                        "a word that hides a field",
                        "=?utf-8?B?"
                                + Base64.getEncoder()
                                        .encodeToString("a\r\nBcc: x@y".getBytes(UTF_8))
                                + "?=",
                        "aBcc: x@y"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void headerFieldsAreRead(String name, String octets, String read) {
        assertThat(HeaderText.decode(octets)).as(name).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void whatIsCalledSoundIsReadAlikeByTheLetterOfTheRfc(String name, String octets, String read) {
        boolean ascii = octets.chars().allMatch(c -> c < 0x80);
        if (ascii && HeaderText.isSound(octets) && !read.equals(octets)) {
            for (String word : octets.split("[ \t\r\n]+")) {
                assertThat(word.startsWith("=?") && !word.endsWith("?=")).as(name).isFalse();
            }
        }
        String sent = HeaderText.encode(read);
        assertThat(HeaderText.isSound(sent)).as(name).isTrue();
    }

    @Test
    void wordsThatAnyReaderUnderstandsAreSound() {
        for (String sound :
                new String[] {
                    "plain",
                    b("euc-kr", "안녕", EUC_KR),
                    b("ks_c_5601-1987", "안녕", EUC_KR) + "\r\n " + q("utf-8", "안녕", UTF_8),
                    "(" + q("iso-8859-1", "é", StandardCharsets.ISO_8859_1) + ")",
                    "a =? b"
                }) {
            assertThat(HeaderText.isSound(sound)).as(sound).isTrue();
        }
        for (String unsound :
                new String[] {
                    b("euc-kr", "똠", MS949),
                    b("utf-8", "안녕", EUC_KR),
                    b("utf-8", "안녕", UTF_8) + "x",
                    b("x-none", "안녕", UTF_8),
                    "=?utf-8?Q?a b?=",
                    "=?utf-8?B?7JWE",
                    cut("utf-8", "가", UTF_8, 0, 2) + " " + cut("utf-8", "가", UTF_8, 2, 3),
                    "=?utf-7?Q?+xUg-?=",
                    KR_ESCAPE + SO + ">F=N" + SI,
                    "caf\u00E9"
                }) {
            assertThat(HeaderText.isSound(unsound)).as(unsound).isFalse();
        }
    }

    static Stream<Arguments> fileNames() {
        String korean = raw("보고서.hwp", EUC_KR);
        return Stream.of(
                field("raw EUC-KR", "; filename=\"" + korean + "\"", "보고서.hwp"),
                field(
                        "raw EUC-KR, bare, with spaces",
                        "; filename=" + raw("3월 보고서 (최종).hwp", EUC_KR),
                        "3월 보고서 (최종).hwp"),
                field("raw UTF-8", "; filename=\"" + raw("보고서.hwp", UTF_8) + "\"", "보고서.hwp"),
                field("RFC 2231", "; filename*=euc-kr''%BA%B8%B0%ED%BC%AD.hwp", "보고서.hwp"),
                field("RFC 2231 in quotes", "; filename*=\"utf-8'ko'%EB%B3%B4.hwp\"", "보.hwp"),
                field(
                        "RFC 2231 with a wrong label",
                        "; filename*=utf-8''%BA%B8%B0%ED%BC%AD.hwp",
                        "보고서.hwp"),
                field("RFC 2231 without a label", "; filename*=%EB%B3%B4.hwp", "보.hwp"),
                field(
                        "RFC 2231, not encoded",
                        "; filename*=utf-8''" + raw("보고서.hwp", UTF_8),
                        "보고서.hwp"),
                field(
                        "segments in order",
                        ";\r\n filename*0*=euc-kr''%BA%B8;\r\n filename*1*=%B0%ED%BC%AD;\r\n filename*2=.hwp",
                        "보고서.hwp"),
                field(
                        "segments out of order",
                        "; filename*2=.hwp; filename*1*=%B0%ED%BC%AD; filename*0*=euc-kr''%BA%B8",
                        "보고서.hwp"),
                field(
                        "a character cut between segments",
                        "; filename*0*=utf-8''%EB%B3; filename*1*=%B4.hwp",
                        "보.hwp"),
                field(
                        "segments from 1",
                        "; filename*1*=utf-8''%EB%B3%B4; filename*2=.hwp",
                        "보.hwp"),
                field(
                        "a segment is missing",
                        "; filename*0*=utf-8''%EB%B3%B4; filename*2=.hwp",
                        "보"),
                field(
                        "raw segments",
                        "; filename*0=\""
                                + korean.substring(0, 5)
                                + "\"; filename*1=\""
                                + korean.substring(5)
                                + "\"",
                        "보고서.hwp"),
                field(
                        "RFC 2231 beats the plain one",
                        "; filename=\"x.hwp\"; filename*=utf-8''%EB%B3%B4.hwp",
                        "보.hwp"),
                field(
                        "encoded word",
                        "; filename=\"" + b("euc-kr", "보고서.hwp", EUC_KR) + "\"",
                        "보고서.hwp"),
                field(
                        "encoded words, folded",
                        "; filename=\""
                                + b("euc-kr", "보고", EUC_KR)
                                + "\r\n\t"
                                + b("euc-kr", "서.hwp", EUC_KR)
                                + "\"",
                        "보고서.hwp"),
                field(
                        "encoded word, bare",
                        "; filename=" + b("utf-8", "보고서.hwp", UTF_8),
                        "보고서.hwp"),
                field(
                        "encoded words in segments",
                        "; filename*0=\"=?euc-kr?B?\"; filename*1=\""
                                + base64("보고서.hwp", EUC_KR)
                                + "?=\"",
                        "보고서.hwp"),
                field("ISO-2022-JP", "; filename=\"\u001B$B4A;z\u001B(B.txt\"", "漢字.txt"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fileNames")
    void fileNamesAreRead(String name, String octets, String read) {
        Map<String, String> parameters =
                MimeParameters.parse("attachment" + octets, "attachment".length(), 1000).values();
        assertThat(HeaderText.decodeWords(parameters.getOrDefault("filename", "")))
                .as(name)
                .isEqualTo(read);
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                field("raw EUC-KR", raw("홍길동", EUC_KR) + " <hong@example.kr>", "홍길동"),
                field(
                        "raw EUC-KR in quotes",
                        "\"" + raw("홍길동, 부장", EUC_KR) + "\" <hong@example.kr>",
                        "홍길동, 부장"),
                field(
                        "raw ISO-2022-KR",
                        KR_ESCAPE + SO + "H+1f5?" + SI + " <hong@example.kr>",
                        "홍길동"),
                field(
                        "raw ISO-2022-KR in quotes",
                        "\"" + KR_ESCAPE + SO + "H+1f5?" + SI + "\" <hong@example.kr>",
                        "홍길동"),
                field(
                        "raw ISO-2022-JP with a \" and <",
                        "\u001B$B%\"<~\u001B(B <hong@example.kr>",
                        "ア周"),
                field(
                        "raw ISO-2022-JP in quotes with a \"",
                        "\"\u001B$B%\"\u001B(B\" <hong@example.kr>",
                        "ア"),
                field(
                        "encoded word in quotes",
                        "\"" + b("euc-kr", "홍길동", EUC_KR) + "\" <hong@example.kr>",
                        "홍길동"),
                field(
                        "encoded word against the address",
                        b("euc-kr", "홍길동", EUC_KR) + "<hong@example.kr>",
                        "홍길동"),
                field(
                        "encoded word with a comma",
                        q("utf-8", "홍길동, 부장", UTF_8) + " <hong@example.kr>",
                        "홍길동, 부장"),
                field("name as a comment", "hong@example.kr (" + raw("홍길동", EUC_KR) + ")", "홍길동"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("addresses")
    void namesOfAddressesAreRead(String name, String octets, String read) {
        var entries = AddressList.parse(octets);
        assertThat(entries).as(name).hasSize(1);
        var mailbox = (AddressList.Mailbox) entries.getFirst();
        assertThat(mailbox.address()).as(name).isEqualTo("hong@example.kr");
        assertThat(mailbox.displayName().map(HeaderText::decode)).as(name).contains(read);
    }

    @Test
    void hostileTextsCostLittle() { // THREATS M03, M04
        for (String piece :
                new String[] {
                    "\u001B$B\n ",
                    "\u001B$B\u001B(B",
                    "\u000E!!",
                    "=?a?b?aaaa",
                    "=?a?q?=41 =?",
                    "=?utf-8?b?7JWE?==?",
                    "\"\u001B$",
                    "\u00BE\u00C6=?"
                }) {
            String long1 = piece.repeat(1_000_000 / piece.length());
            HeaderText.decode(long1);
            HeaderText.isSound(long1);
            AddressList.parse(long1);
            MimeParameters.parse("x; a=" + long1, 1, 1000);
        }
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("euc-kr", "text/plain; charset=EUC-KR", raw("안녕하세요", EUC_KR), "안녕하세요"),
                Arguments.of(
                        "ks_c_5601",
                        "text/plain; charset=\"ks_c_5601-1987\"",
                        raw("뷁", MS949),
                        "뷁"),
                Arguments.of("no label", "text/plain", raw("안녕하세요", EUC_KR), "안녕하세요"),
                Arguments.of(
                        "us-ascii", "text/plain; charset=us-ascii", raw("안녕하세요", UTF_8), "안녕하세요"),
                Arguments.of(
                        "forgotten semicolon",
                        "text/plain; charset=euc-kr format=flowed",
                        raw("안녕", EUC_KR),
                        "안녕"),
                Arguments.of(
                        "iso-2022-kr",
                        "text/plain; charset=iso-2022-kr",
                        KR_ESCAPE + "\r\n" + SO + ">F=N" + SI,
                        "아싸"),
                Arguments.of(
                        "iso-2022-jp without label", "text/plain", "\u001B$B4A;z\u001B(B", "漢字"),
                Arguments.of(
                        "wrong label",
                        "text/plain; charset=utf-8",
                        raw("안녕하세요 여러분", EUC_KR),
                        "안녕하세요 여러분"),
                Arguments.of("gb2312", "text/plain; charset=gb2312", raw("朱镕基", GBK), "朱镕基"),
                Arguments.of(
                        "shift_jis", "text/plain; charset=shift_jis", raw("①表示", MS932), "①表示"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void bodiesAreRead(String name, String type, String octets, String read) {
        byte[] message = Samples.latin1("Content-Type: " + type + "\r\n\r\n" + octets + "\r\n");
        var scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        assertThat(scanner.finish().preview()).as(name).isEqualTo(read);
    }

    @Test
    void aPreviewIsCutBetweenCharactersAsPeopleCountThem() { // RFC 8970 §3.1
        assertThat(preview("가".repeat(300))).isEqualTo("가".repeat(200));
        assertThat(preview("😀".repeat(300))).isEqualTo("😀".repeat(200));
        String jamo = java.text.Normalizer.normalize("간", java.text.Normalizer.Form.NFD);
        assertThat(preview(jamo.repeat(100))).isEqualTo(jamo.repeat(66));
        assertThat(preview("a".repeat(199) + "e\u0301 more")).isEqualTo("a".repeat(199));
        assertThat(preview("a".repeat(199) + " b")).isEqualTo("a".repeat(199));
    }

    private static String preview(String text) {
        byte[] message = ("Content-Type: text/plain; charset=utf-8\r\n\r\n" + text).getBytes(UTF_8);
        var scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        return scanner.finish().preview();
    }
}
