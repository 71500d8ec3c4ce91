// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;

class ReceivedSpfTest {

    @Test
    void theFieldSaysWhatAndWhy() throws Exception {
        var outcome =
                new SpfOutcome(
                        SpfResult.PASS,
                        new SpfIdentity.MailFrom(Address.of("alice@example.org")),
                        "example.org",
                        "ip6:2001:db8::/32",
                        "2001:db8::1 is allowed by \"ip6:2001:db8::/32\" in the SPF record of"
                                + " example.org",
                        "",
                        List.of());
        assertThat(
                        ReceivedSpf.field(
                                outcome,
                                InetAddress.ofLiteral("2001:db8::1"),
                                "mail.example.org",
                                "mx.here.example"))
                .isEqualTo(
                        """
                        Received-SPF: pass (2001:db8::1 is allowed by "ip6:2001:db8::/32" in the SPF
                        \trecord of example.org) receiver=mx.here.example; identity=mailfrom;
                        \tenvelope-from="alice@example.org"; helo=mail.example.org;
                        \tmechanism="ip6:2001:db8::/32"; client-ip="2001:db8::1"
                        """
                                .replace("\n", "\r\n"));
    }

    /// THREATS S18: nothing that a client says ends the field.
    @Test
    void foreignTextStaysInsideItsValue() {
        var outcome =
                new SpfOutcome(
                        SpfResult.PERMERROR,
                        new SpfIdentity.Helo("x\"; y\\\r\nEvil: z"),
                        "x",
                        "",
                        "the record (of \\ \"x\") is wrong\r\nEvil: yes",
                        "",
                        List.of());
        String field =
                ReceivedSpf.field(
                        outcome,
                        InetAddress.getLoopbackAddress(),
                        "x\"; y\\\r\nEvil: z" + "h".repeat(2_000),
                        "mx.here.example");
        assertThat(field.lines().skip(1)).allMatch(line -> line.startsWith("\t"));
        assertThat(field)
                .startsWith(
                        "Received-SPF: permerror (the record \\(of \\\\ \"x\"\\) is wrong??Evil:")
                .contains("helo=\"x\\\"; y\\\\??Evil: zhhh")
                .contains("problem=\"the record (of \\\\ \\\"x\\\") is wrong??Evil: yes\"")
                .hasSizeLessThan(1_200);
    }
}
