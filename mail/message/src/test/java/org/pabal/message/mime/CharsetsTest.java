// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CharsetsTest {
    private static final Charset MS949 = Charset.forName("x-windows-949");

    @Test
    void koreanLabelsMeanWindows949() {
        for (String label :
                new String[] {
                    "euc-kr", "EUC-KR", "\"ks_c_5601-1987\"", "cp949", "korean", "ksc5601", " uhc "
                }) {
            assertThat(Charsets.forLabel(label)).as(label).contains(MS949);
        }
        assertThat(Charsets.decode("똠펲".getBytes(MS949), "euc-kr")).isEqualTo("똠펲");
    }

    @Test
    void otherLabelsOfRealMail() {
        assertThat(Charsets.forLabel("macintosh")).isPresent();
        assertThat(Charsets.forLabel("iso-2022-jp")).isPresent();
        assertThat(Charsets.forLabel("iso-8859-8-i")).isPresent();
        assertThat(Charsets.forLabel("iso-8859-3")).isPresent();
        for (String label :
                new String[] {"", "x-unknown", "utf-7", "cp037", "ibm1047", "a b", "\0"}) {
            assertThat(Charsets.forLabel(label)).as(label).isEmpty();
        }
        byte[] japanese = "日本語".getBytes(Charset.forName("ISO-2022-JP"));
        assertThat(Charsets.decode(japanese, "ISO-2022-JP")).isEqualTo("日本語");
        byte[] chinese = "~{<:Ky2;NpJ)~}.~~".getBytes(StandardCharsets.US_ASCII);
        assertThat(Charsets.decode(chinese, "hz-gb-2312")).isEqualTo("己所不勿施.~");
        byte[] utf16 = "안녕".getBytes(StandardCharsets.UTF_16BE);
        assertThat(Charsets.decode(utf16, "utf-16be")).isEqualTo("안녕");
        assertThat(Charsets.decode("“x”".getBytes(Charset.forName("windows-1252")), "iso-8859-1"))
                .isEqualTo("“x”");
    }

    @Test
    void m12WrongAndUnknownLabelsFallBack() {
        byte[] korean = "안녕하세요".getBytes(MS949);
        assertThat(Charsets.decode(korean, "utf-8")).isEqualTo("안녕하세요");
        assertThat(Charsets.decode(korean, "us-ascii")).isEqualTo("안녕하세요");
        assertThat(Charsets.decode(korean, "nobody-knows")).isEqualTo("안녕하세요");
        byte[] utf8 = "안녕하세요".getBytes(StandardCharsets.UTF_8);
        assertThat(Charsets.decode(utf8, "us-ascii")).isEqualTo("안녕하세요");
        assertThat(Charsets.decode(utf8, "euc-kr")).isEqualTo("안녕하세요");
        byte[] slip = ("안녕하세요 ".repeat(10) + "!").getBytes(StandardCharsets.UTF_8);
        slip[slip.length - 1] = (byte) 0xFF;
        assertThat(Charsets.decode(slip, "utf-8")).endsWith("안녕하세요 \uFFFD");
    }

    @Test
    void utf7IsReadAndWhatIsBrokenInItReplaced() {
        assertThat(Charsets.decode(Samples.latin1("Hi Mom -+Jjo--!"), "utf-7"))
                .isEqualTo("Hi Mom -☺-!");
        assertThat(Charsets.decode(Samples.latin1("1 +- 1"), "UTF-7")).isEqualTo("1 + 1");
        assertThat(Charsets.decode(Samples.latin1("+2D3eAA-"), "utf-7")).isEqualTo("😀");
        assertThat(Charsets.decode(Samples.latin1("+2D0-x"), "utf-7")).isEqualTo("\uFFFDx");
    }

    @Test
    void anyOctetsUnderAnyLabelGiveAText() {
        long seed = 3;
        var random = new Random(seed);
        String[] labels = {
            "utf-8",
            "euc-kr",
            "iso-2022-kr",
            "iso-2022-jp",
            "utf-7",
            "hz-gb-2312",
            "gb18030",
            "big5",
            "macintosh",
            "utf-16",
            "utf-32",
            "us-ascii",
            "johab",
            "iso-2022-cn",
            "x-nothing",
            "",
            "*"
        };
        for (int n = 0; n < 20_000; n++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            if (n % 2 == 0) {
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = (byte) ("\u001B$)C\u000E\u000F~{}+-ab(".charAt(octets[i] & 7));
                }
            }
            String label = labels[random.nextInt(labels.length)];
            assertThat(Charsets.decode(octets, label)).as("seed %d", seed).isNotNull();
            assertThat(Charsets.decode(octets, 0, octets.length, label, false)).isNotNull();
        }
    }
}
