// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.doctor.OurHost;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.doctor.ServiceRecord.Kind;

class DoctorOperationsTest {
    private static final PublicKeyRecord KEY =
            new PublicKeyRecord("example.org", "s1", SigningAlgorithm.ED25519_SHA256, "AAAA");

    private static DoctorOperations on(String hostname) {
        return new DoctorOperations(
                () -> ZoneResolver.of(""),
                _ ->
                        new OurHost(
                                hostname,
                                List.of(InetAddress.ofLiteral("192.0.2.1")),
                                List.of(),
                                List.of(KEY),
                                List.of(
                                        Kind.IMAPS.at(hostname, 993),
                                        Kind.SUBMISSION.at(hostname, 587),
                                        Kind.POP3S.closed())),
                PolicyFile.OFFLINE,
                InstantSource.system());
    }

    private static List<String> records(String hostname) {
        Object lines =
                on(hostname).records(new Arguments(Map.of("domain", "example.org"))).get("lines");
        return ((List<?>) lines).stream().map(String::valueOf).toList();
    }

    @Test
    void theRecordsOfADomainAreThoseThatItsDoctorWants() {
        List<String> lines = records("mx.example.org");
        assertThat(lines)
                .contains(
                        "mx.example.org. A 192.0.2.1",
                        "example.org. MX 10 mx.example.org.",
                        "_imaps._tcp.example.org. SRV 0 1 993 mx.example.org.",
                        "_submission._tcp.example.org. SRV 5 1 587 mx.example.org.")
                .noneMatch(line -> line.contains("_pop3s"));
        Map<String, Object> examined =
                on("mx.example.org")
                        .examine(
                                new Arguments(
                                        Map.of(
                                                "domain",
                                                "example.org",
                                                "zone",
                                                String.join("\n", lines)
                                                        + "\n1.2.0.192.in-addr.arpa. PTR"
                                                        + " mx.example.org.")));
        assertThat(examined).containsEntry("worst", "warning");
    }

    @Test
    void whatBelongsIntoAnotherZoneIsLeftOut() {
        assertThat(records("mx.example.net"))
                .contains("_imaps._tcp.example.org. SRV 0 1 993 mx.example.net.")
                .noneMatch(line -> line.startsWith("mx.example.net."));
    }

    @Test
    void missingSrvRecordsAreAHint() {
        assertThat(
                        on("mx.example.org")
                                .examine(
                                        new Arguments(
                                                Map.of(
                                                        "domain", "example.org",
                                                        "zone", "example.org. TXT \"x\"")))
                                .toString())
                .contains("topic=srv, level=hint, remark=srv-missing");
    }
}
