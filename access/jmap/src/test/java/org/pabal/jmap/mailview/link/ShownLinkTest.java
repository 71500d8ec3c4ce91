// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownLinkTest {

    @ParameterizedTest
    @CsvSource({
        "bank.example, https://bank.example/x, false",
        "https://www.bank.example, https://bank.example/, false",
        "bank.example, https://login.bank.example/, false",
        "login.bank.example, https://bank.example/, true",
        "bank.example, https://bank.example.evil.example/, true",
        "bank.example, https://bank.example@evil.example/, true",
        "여기, https://user@evil.example/, true",
        "보고서.pdf, https://files.example/, false",
        "한글.kr 보기, https://한글.kr/, false",
        "보기, https://xn--bj0bj06e.kr/, false",
        "보기, https://аррӏе.com/, true",
        "보기, https://gооgle.com/, true",
        "Click, https://shop.example/, false",
        // Hangul with Latin letters, with Han, and Japanese are written so every day.
        "보기, https://네이버shop.kr/, false",
        "보기, https://sk하이닉스.kr/, false",
        "보기, https://ノートpc.jp/, false",
        "보기, https://xn--bcher-kva.example/, false",
        // Cyrillic among Hangul, Greek among Latin, Armenian all along.
        "보기, https://네이버а.kr/, true",
        "보기, https://gοogle.com/, true",
        "보기, https://հոսս.com/, true",
        // A stroke for a slash, a dash that is none, a letter of phonetics.
        "보기, https://bank.exampleノlogin.evil.example/, true",
        "보기, https://bank一login.example/, true",
        "보기, https://ɡoogle.com/, true",
        "보기, https://login.аррӏе.com/, true",
        // What names itself is what it is, however it is written.
        "https://xn--80ak6aa92e.com, https://xn--80ak6aa92e.com/, true",
        "https://네이버shop.kr/x, https://네이버shop.kr/x, false"
    })
    void theTextNamesTheHostOrAnother(String text, String href, boolean mismatch) {
        WebAddress address = WebAddress.parse(href).orElseThrow();
        assertThat(ShownLink.of(text, address).mismatch()).as(href).isEqualTo(mismatch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "java\tscript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "http:evil",
                "http://",
                "http://%65vil.example/",
                "https://a b/",
                "/relative",
                "x",
                "",
                "blob:https://x",
                "https://[::1",
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(LinkTarget.parse(text)).isEmpty();
    }

    @Test
    void addressesAreWrittenAsBrowsersReadThem() {
        assertThat(WebAddress.parse(" \nHTTPS://Bank.Example:8443\\a\\b?x=\"y z\" ").orElseThrow())
                .isEqualTo(
                        new WebAddress(
                                "https://bank.example:8443/a/b?x=%22y%20z%22",
                                "bank.example", false));
        assertThat(WebAddress.parse("//한글.kr/가").orElseThrow().text())
                .isEqualTo("https://xn--bj0bj06e.kr/가");
        assertThat(LinkTarget.parse("mailto:a@b.example?subject=x").orElseThrow().web()).isEmpty();
        assertThat(LinkTarget.parse("#top").orElseThrow().href()).isEqualTo("#top");
    }
}
