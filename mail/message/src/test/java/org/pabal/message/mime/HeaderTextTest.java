// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeaderTextTest {
    private static final Charset MS949 = Charset.forName("x-windows-949");

    private static String raw(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String raw(String text, Charset charset) {
        return raw(text.getBytes(charset));
    }

    @Test
    void foldedTextIsUnfoldedAndTrimmed() {
        assertThat(HeaderText.decode(new HeaderField("Subject", " one\r\n two\r\n\tthree ")))
                .isEqualTo("one two three");
    }

    @Test
    void encodedWordsOfRfc2047Section8() {
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a?=)")).isEqualTo("(a)");
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a?= b)")).isEqualTo("(a b)");
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)")).isEqualTo("(ab)");
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)"))
                .isEqualTo("(ab)");
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a_b?=)")).isEqualTo("(a b)");
        assertThat(HeaderText.decode("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)"))
                .isEqualTo("(a b)");
        assertThat(HeaderText.decode("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>"))
                .isEqualTo("Keith Moore <moore@cs.utk.edu>");
        assertThat(HeaderText.decode("=?utf-8*ko?B?7JWI64WV?=")).isEqualTo("안녕"); // RFC 2231 §5
    }

    @Test
    void charactersCutBetweenWordsAreJoined() {
        byte[] octets = "가나다".getBytes(StandardCharsets.UTF_8);
        String first = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(octets, 4));
        String rest =
                Base64.getEncoder()
                        .encodeToString(java.util.Arrays.copyOfRange(octets, 4, octets.length));
        assertThat(HeaderText.decode("=?UTF-8?B?" + first + "?=\r\n =?utf-8?b?" + rest + "?="))
                .isEqualTo("가나다");
    }

    @Test
    void brokenWordsAreTolerated() {
        assertThat(HeaderText.decode("=?utf-8?B?7JWI?=abc=?utf-8?B?64WV?=")).isEqualTo("안abc녕");
        assertThat(HeaderText.decode("=?utf-8?Q?a b?=")).isEqualTo("a b");
        assertThat(HeaderText.decode("=?utf-8?Q?a")).isEqualTo("=?utf-8?Q?a");
        assertThat(HeaderText.decode("=?utf-8?X?a?=")).isEqualTo("=?utf-8?X?a?=");
        assertThat(HeaderText.decode("=??Q?a?=")).isEqualTo("a");
        assertThat(HeaderText.decode("=?nonsense?Q?=BE=C6=BD=CE?=")).isEqualTo("아싸");
        assertThat(HeaderText.decode("=?euc-kr?B?vsa9z?="))
                .isEqualTo("아싸".substring(0, 1) + "\uFFFD");
        assertThat(HeaderText.decode("=?utf-8?Q?=EC=95=88=ZZ?=")).isEqualTo("안=ZZ");
        assertThat(HeaderText.decode("\"=?utf-8?Q?=EC=95=88?=\"")).isEqualTo("\"안\"");
    }

    @Test
    void koreanLegacyWords() {
        String text = "똠방각하 펲시콜라";
        String b = Base64.getEncoder().encodeToString(text.getBytes(MS949));
        for (String label :
                new String[] {"euc-kr", "KS_C_5601-1987", "cp949", "korean", "ksc5601", "MS949"}) {
            assertThat(HeaderText.decode("=?" + label + "?B?" + b + "?="))
                    .as(label)
                    .isEqualTo(text);
        }
        byte[] iso2022 = "회의 자료".getBytes(Charset.forName("ISO-2022-KR"));
        assertThat(
                        HeaderText.decode(
                                "=?iso-2022-kr?B?"
                                        + Base64.getEncoder().encodeToString(iso2022)
                                        + "?="))
                .isEqualTo("회의 자료");
    }

    @Test
    void s29RawEightBitFieldsAreReadAsUtf8ThenKoreanThenLatin1() {
        assertThat(HeaderText.decode(" \u00BE\u00C6\u00BD\u00CE")).isEqualTo("아싸");
        for (String text : new String[] {"안녕하세요", "RE: 회의록 (3월)", "홍길동", "[공지] 서버 점검", "똠방각하 안내"}) {
            assertThat(HeaderText.decode(raw(text, MS949))).isEqualTo(text);
            assertThat(HeaderText.decode(raw(text, StandardCharsets.UTF_8))).isEqualTo(text);
        }
        for (String text :
                new String[] {
                    "café crème", "Müller & Söhne", "INFORMAÇÕES", "Ångström", "naïve", "Größe"
                }) {
            assertThat(HeaderText.decode(raw(text, StandardCharsets.ISO_8859_1))).isEqualTo(text);
        }
    }

    @Test
    void m10ControlCharactersNeverComeOut() {
        assertThat(HeaderText.decode("=?utf-8?Q?a=0D=0ABcc:_x@y?=")).isEqualTo("aBcc: x@y");
        assertThat(HeaderText.decode("a\0b\u001Bc")).isEqualTo("abc");
        assertThat(HeaderText.encode("a\r\nBcc: x@y")).isEqualTo("aBcc: x@y");
    }

    @Test
    void m11BidiControlsGoOnlyForDisplay() {
        String text = HeaderText.decode("=?utf-8?B?" + "4oCuZXhl" + "?=");
        assertThat(text).isEqualTo("\u202Eexe");
        assertThat(HeaderText.withoutBidiControls(text)).isEqualTo("exe");
    }

    @Test
    void whatIsEncodedIsDecodedToTheSameInWordsOf75() {
        long seed = 11;
        var random = new Random(seed);
        String alphabet = "abc 가나다é=?_\"😀~<>,";
        int[] characters = alphabet.codePoints().toArray();
        for (int n = 0; n < 5000; n++) {
            StringBuilder made = new StringBuilder();
            int length = random.nextInt(120);
            for (int i = 0; i < length; i++) {
                made.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            String text = made.toString().strip();
            String encoded = HeaderText.encode(text);
            assertThat(encoded.chars().allMatch(c -> c >= ' ' && c < 0x7F)).isTrue();
            assertThat(HeaderText.decode(encoded)).as("seed %d", seed).isEqualTo(text);
            if (!encoded.equals(text)) {
                assertThat(encoded.split(" ")).allMatch(word -> word.length() <= 75);
            }
        }
        assertThat(HeaderText.encode("plain text")).isEqualTo("plain text");
    }

    @Test
    void anyOctetsGiveAText() {
        long seed = 12;
        var random = new Random(seed);
        String alphabet = "=?utf-8?B?Q_ \r\n\tabcKS\u00BE\u00C6\u00E9+-~{}";
        for (int n = 0; n < 20_000; n++) {
            StringBuilder made = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                made.append(
                        random.nextInt(5) == 0
                                ? (char) random.nextInt(256)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String text = HeaderText.decode(made.toString());
            assertThat(text.chars().noneMatch(c -> c < ' ')).as("seed %d: %s", seed, made).isTrue();
            HeaderText.decodeWords(made + "가");
        }
    }

    @Test
    void manyBeginningsWithoutAnEndCostLittle() {
        assertThat(HeaderText.decode("=?a?b?x".repeat(200_000))).hasSize(1_400_000);
        assertThat(HeaderText.decode("=?".repeat(500_000))).hasSize(1_000_000);
    }
}
