// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which charset of the JDK a label in a mail means.
///
/// The right side is what senders really mean: Windows' superset of the charset they name.
/// `EUC-KR` in the JDK knows no extended Hangul, and its `CP949` is IBM's, not Microsoft's.
final class CharsetLabels {
    private static final int MAX_LABEL_CHARS = 64; // the longest registered label has 45
    private static final Map<String, String> TABLE = table();
    private static final Set<String> UTF7 =
            Set.of("utf-7", "utf7", "unicode-1-1-utf-7", "x-unicode-1-1-utf-7");
    private static final Set<String> HZ = Set.of("hz-gb-2312", "hz");

    private CharsetLabels() {}

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        put(
                table,
                "UTF-8",
                "utf-8 utf8 utf-8mb4 utf8mb4 unicode-1-1-utf-8 unicode-2-0-utf-8 cp65001"
                        + " x-utf8utf8 utf_8");
        put(
                table,
                "US-ASCII",
                "us-ascii ascii ansi_x3.4-1968 ansi_x3.4-1986 iso646-us us 7bit"
                        + " iso_646.irv:1991 cp367 ibm367 646");
        put(
                table,
                "x-windows-949",
                "euc-kr euckr euc_kr ks_c_5601-1987 ks_c_5601-1989 ksc_5601"
                        + " ks_c_5601 ksc5601 ksc-5601 ks-c-5601 ksc5601-1987 ksc5601_1987 ks_x_1001"
                        + " ksx1001 iso-ir-149 korean cskorean cp949 ms949 uhc windows-949 windows949"
                        + " x-windows-949 x-cp949 csksc56011987 cp_949 euc-kr-8bit x-euc-kr");
        put(table, "ISO-2022-KR", "iso-2022-kr csiso2022kr");
        put(table, "x-Johab", "johab x-johab cp1361 ms1361 ksc5601-1992");
        put(
                table,
                "windows-1252",
                "iso-8859-1 iso8859-1 iso_8859-1 iso-8859-1:1987 latin1 latin-1"
                        + " l1 cp1252 windows-1252 x-cp1252 cp819 ibm819 iso-ir-100 csisolatin1 ansi");
        put(table, "ISO-8859-2", "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2");
        put(table, "ISO-8859-8", "iso-8859-8 iso-8859-8-i iso-8859-8-e iso_8859-8 logical visual");
        put(table, "ISO-8859-6", "iso-8859-6 iso-8859-6-i iso-8859-6-e iso_8859-6");
        put(table, "windows-1254", "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 windows-1254 cp1254");
        put(table, "x-windows-874", "iso-8859-11 tis-620 tis620 windows-874 cp874");
        put(table, "ISO-8859-15", "iso-8859-15 iso8859-15 iso_8859-15 latin9 latin-9 l9");
        put(
                table,
                "windows-31j",
                "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j cp932 ms932" + " csshiftjis");
        put(table, "EUC-JP", "euc-jp eucjp x-euc-jp x-euc cseucpkdfmtjapanese");
        put(
                table,
                "x-windows-iso2022jp",
                "iso-2022-jp csiso2022jp iso-2022-jp-ms cp50220 cp50221" + " iso-2022-jp-1");
        put(table, "ISO-2022-JP-2", "iso-2022-jp-2");
        put(
                table,
                "GB18030",
                "gb2312 gb_2312-80 gb_2312 gbk x-gbk cp936 ms936 windows-936 euc-cn"
                        + " gb18030 chinese csgb2312 x-gb2312 cn-gb");
        put(table, "x-windows-950", "big5 big-5 x-x-big5 cn-big5 csbig5 cp950 windows-950");
        put(table, "Big5-HKSCS", "big5-hkscs big5hkscs");
        put(table, "KOI8-R", "koi8-r koi8 koi koi8_r cskoi8r");
        put(table, "KOI8-U", "koi8-u koi8-ru");
        put(table, "x-MacRoman", "macintosh mac macroman x-macroman x-mac-roman csmacintosh");
        put(table, "x-MacCyrillic", "x-mac-cyrillic x-mac-ukrainian");
        put(table, "UTF-16", "utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 csunicode");
        for (int i = 1250; i <= 1258; i++) {
            put(table, "windows-" + i, "windows-" + i + " cp" + i + " x-cp" + i);
        }
        return Map.copyOf(table);
    }

    private static void put(Map<String, String> table, String charset, String labels) {
        for (String label : labels.split(" ", -1)) {
            table.putIfAbsent(label, charset);
        }
    }

    /// Lower case, without quotes, spaces and the language of RFC 2231 §5.
    static String normal(String label) {
        if (label.length() > MAX_LABEL_CHARS) {
            return "";
        }
        int star = label.indexOf('*');
        String bare = star < 0 ? label : label.substring(0, star);
        String name = bare.replace("\"", "").replace("'", "").strip().toLowerCase(Locale.ROOT);
        int space = name.indexOf(' '); // "euc-kr format=flowed", its semicolon forgotten
        return space < 0 ? name : name.substring(0, space);
    }

    /// False when octets lie in what only our superset of the charset has.
    static boolean isWithin(String normal, byte[] octets) {
        int least =
                switch (TABLE.getOrDefault(normal, "")) {
                    case "x-windows-949" ->
                            normal.contains("949") || normal.equals("uhc") ? 0 : 0xA1;
                    case "GB18030" ->
                            normal.startsWith("gb2312") || normal.equals("euc-cn") ? 0xA1 : 0;
                    case "windows-1252" -> normal.contains("1252") ? 0 : 0xA0;
                    default -> 0;
                };
        for (byte octet : octets) {
            if (octet < 0 && (octet & 0xFF) < least) {
                return false;
            }
        }
        return true;
    }

    static boolean isUtf7(String normal) {
        return UTF7.contains(normal);
    }

    static boolean isHz(String normal) {
        return HZ.contains(normal);
    }

    /// True when octets below 128 always mean ASCII, so that pure ASCII needs no decoder.
    static boolean isAsciiBased(String normal) {
        return !normal.startsWith("iso-2022")
                && !normal.startsWith("csiso2022")
                && !normal.startsWith("cp5022")
                && !TABLE.getOrDefault(normal, normal).toLowerCase(Locale.ROOT).startsWith("utf-16")
                && !normal.startsWith("utf-32");
    }

    static Optional<Charset> find(String normal) {
        String known = TABLE.get(normal);
        if (known != null) {
            return Charsets.ofJdk(known);
        }
        if (normal.isEmpty() || !normal.chars().allMatch(CharsetLabels::isLabelChar)) {
            return Optional.empty();
        }
        return Charsets.ofJdk(normal).filter(CharsetLabels::isFitForMail);
    }

    private static boolean isLabelChar(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.:+".indexOf(c) >= 0;
    }

    /// No EBCDIC and nothing that can only be written: mail never means those.
    private static boolean isFitForMail(Charset charset) {
        if (charset.name().startsWith("UTF-")) {
            return true;
        }
        byte[] letter = charset.canEncode() ? "A".getBytes(charset) : new byte[0];
        return letter.length > 0
                && (letter[0] == 'A' || charset.name().startsWith("ISO-2022"))
                && !charset.equals(StandardCharsets.UTF_16);
    }
}
