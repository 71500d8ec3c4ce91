// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.bimi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.bimi.BimiRecord.Found;

final class BimiRecordTest {
    private static Found parse(String... texts) {
        return BimiRecord.parse(List.of(texts));
    }

    @Test
    void aRecordNamesPictureAndEvidence() {
        assertEquals(
                new Found.One(
                        new BimiRecord("https://d.example/logo.svg", "https://d.example/m.pem")),
                parse("v=BIMI1; l=https://d.example/logo.svg; a=https://d.example/m.pem"));
        assertEquals(new Found.One(new BimiRecord("", "")), parse("v=BIMI1; l=; a=;"), "declined");
        assertEquals(new Found.None(), parse("v=spf1 -all"));
    }

    @Test
    void whatIsNoneIsSaid() {
        for (String text :
                List.of(
                        "v=BIMI1; l=http://d.example/logo.svg",
                        "v=BIMI1; l=https://d.example/logo.png",
                        "v=BIMI1; l=https://d.example/logo.svg; a=x",
                        "v=BIMI1; l=a; l=b",
                        "v=BIMI1; nonsense",
                        "v=BIMI1; l=https://d.example/" + "x".repeat(5_000) + ".svg")) {
            assertInstanceOf(Found.Unusable.class, parse(text), text);
        }
        assertInstanceOf(Found.Unusable.class, parse("v=BIMI1; l=", "v=BIMI1; l="));
    }
}
