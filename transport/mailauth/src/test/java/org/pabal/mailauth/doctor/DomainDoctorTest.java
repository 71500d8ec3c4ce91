// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.doctor.ServiceRecord.Kind;
import org.pabal.mailauth.mtasts.StsPolicy;

/// One good zone, and what the doctor says of each change to it.
final class DomainDoctorTest {
    private static final PublicKeyRecord KEY =
            new PublicKeyRecord("d.example", "s1", SigningAlgorithm.ED25519_SHA256, "AAAA");

    private static final String GOOD =
            """
            d.example. MX 10 mx.d.example.
            mx.d.example. A 192.0.2.1
            1.2.0.192.in-addr.arpa. PTR mx.d.example.
            d.example. TXT "v=spf1 mx -all"
            s1._domainkey.d.example. TXT "v=DKIM1; k=ed25519; p=AAAA"
            _dmarc.d.example. TXT "v=DMARC1; p=reject; rua=mailto:r@d.example"
            _mta-sts.d.example. TXT "v=STSv1; id=1;"
            _smtp._tls.d.example. TXT "v=TLSRPTv1; rua=mailto:r@d.example"
            default._bimi.d.example. TXT "v=BIMI1; l=https://d.example/l.svg"
            _imaps._tcp.d.example. SRV 0 1 993 mx.d.example.
            _submissions._tcp.d.example. SRV 0 1 465 mail.d.example.
            mail.d.example. A 192.0.2.1
            _pop3s._tcp.d.example. SRV 0 0 0 .
            """;

    private PolicyFile policy =
            policy("version: STSv1\nmode: enforce\nmx: *.d.example\nmax_age: 1\n");
    private OurHost host = new OurHost("mx.d.example", ours(), List.of(), List.of(KEY), services());

    private static List<ServiceRecord> services() {
        return List.of(
                Kind.IMAPS.at("mx.d.example", 993),
                Kind.SUBMISSIONS.at("mx.d.example", 465),
                Kind.POP3S.closed(),
                Kind.POP3.closed());
    }

    private static List<InetAddress> ours() {
        return List.of(InetAddress.ofLiteral("192.0.2.1"));
    }

    private static PolicyFile policy(String text) {
        return domain ->
                new PolicyFile.Fetched.Policy(
                        ((StsPolicy.Found.Policy)
                                        StsPolicy.parse(text.getBytes(StandardCharsets.US_ASCII)))
                                .policy());
    }

    private List<Diagnosis> examine(String zone) {
        return DomainDoctor.examine(
                "d.example", host, ZoneResolver.of(zone), policy, InstantSource.system());
    }

    private Diagnosis found(String zone, Remark wanted) {
        List<Diagnosis> found = examine(zone);
        return found.stream()
                .filter(one -> one.remark() == wanted)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                wanted
                                        + " not among "
                                        + found.stream().map(Object::toString).toList()));
    }

    /// The line of the good zone that begins so, replaced.
    private static String with(String begin, String line) {
        assertTrue(GOOD.lines().anyMatch(l -> l.startsWith(begin)), begin);
        return String.join("\n", GOOD.lines().map(l -> l.startsWith(begin) ? line : l).toList())
                + "\n";
    }

    @Test
    void aGoodDomainHasNoFault() {
        for (Diagnosis one : examine(GOOD)) {
            assertEquals(Remark.Level.OK, one.remark().level(), one.sentence(Locale.ENGLISH));
        }
        assertEquals(
                "The key s1._domainkey.d.example stands in the DNS as it should.",
                found(GOOD, Remark.DKIM_OK).sentence(Locale.ENGLISH));
    }

    @Test
    void hostAndAddresses() {
        found(with("mx.d.example", ""), Remark.HOST_NO_ADDRESS);
        assertEquals(
                List.of("mx.d.example. A 192.0.2.1"),
                found(with("mx.d.example", ""), Remark.HOST_NO_ADDRESS).publish());
        found(with("mx.d.example", "mx.d.example. A 198.51.100.1"), Remark.HOST_ELSEWHERE);
        found(with("1.2.0", ""), Remark.PTR_NONE);
        found(with("1.2.0", "1.2.0.192.in-addr.arpa. PTR other.example."), Remark.PTR_UNCONFIRMED);
        found(
                with("1.2.0", "1.2.0.192.in-addr.arpa. PTR o.example.\no.example. A 192.0.2.1"),
                Remark.PTR_OTHER_NAME);
        found(with("mx.d.example", "mx.d.example. TIMEOUT"), Remark.DNS_SILENT);
        host = new OurHost("mx", ours(), List.of(), List.of(KEY), services());
        found(GOOD, Remark.HOST_BARE);
    }

    @Test
    void mailExchangers() {
        assertEquals(
                List.of("d.example. MX 10 mx.d.example."),
                found(with("d.example. MX", ""), Remark.MX_NONE).publish());
        found("", Remark.MX_NO_DOMAIN);
        found(with("d.example. MX", "d.example. MX 0 ."), Remark.MX_NULL);
        found(
                with("d.example. MX", "d.example. MX 1 o.example.\no.example. A 192.0.2.9"),
                Remark.MX_ELSEWHERE);
        found(
                with("d.example. MX", "d.example. MX 1 a.example.\na.example. CNAME mx.d.example."),
                Remark.MX_ALIAS);
        found(with("d.example. MX", "d.example. MX 1 192.0.2.1."), Remark.MX_IS_ADDRESS);
        found(with("d.example. MX", "d.example. MX 1 no.example."), Remark.MX_WITHOUT_ADDRESS);
        found(with("d.example. MX", "d.example. MX SERVFAIL"), Remark.DNS_SILENT);
    }

    @Test
    void whoMaySend() {
        found(with("d.example. TXT", ""), Remark.SPF_NONE);
        found(with("d.example. TXT", "d.example. TXT \"v=spf1 ip4:x -all\""), Remark.SPF_BROKEN);
        found(
                with("d.example. TXT", "d.example. TXT \"v=spf1 a:o.example -all\""),
                Remark.SPF_FORBIDS);
        found(with("d.example. TXT", "d.example. TXT \"v=spf1 +all\""), Remark.SPF_OPEN);
        found(GOOD + "d.example. TXT \"v=spf1 -all\"\n", Remark.SPF_BROKEN);
        assertTrue(
                found(with("s1.", ""), Remark.DKIM_MISSING)
                        .publish()
                        .getFirst()
                        .contains("\"v=DKIM1; k=ed25519; p=AAAA\""));
        found(
                with("s1.", "s1._domainkey.d.example. TXT \"v=DKIM1; k=ed25519; p=BBBB\""),
                Remark.DKIM_WRONG);
        host = new OurHost("mx.d.example", ours(), List.of(), List.of(), services());
        found(GOOD, Remark.DKIM_NO_KEY);
    }

    @Test
    void dmarc() {
        found(with("_dmarc", ""), Remark.DMARC_NONE);
        found(with("_dmarc", "_dmarc.d.example. TXT \"v=DMARC1; p=none\""), Remark.DMARC_WATCHES);
        found(with("_dmarc", "_dmarc.d.example. TXT \"v=DMARC1; p=maybe\""), Remark.DMARC_BROKEN);
        found(GOOD + "_dmarc.d.example. TXT \"v=DMARC1; p=none\"\n", Remark.DMARC_SEVERAL);
        String foreign =
                with("_dmarc", "_dmarc.d.example. TXT \"v=DMARC1; p=reject; rua=mailto:x@o.test\"");
        assertEquals(
                List.of("d.example._report._dmarc.o.test. TXT \"v=DMARC1\""),
                found(foreign, Remark.DMARC_FOREIGN_REPORTS).publish());
        assertFalse(
                examine(foreign + "*._report._dmarc.o.test. TXT \"v=DMARC1\"\n").stream()
                        .anyMatch(one -> one.remark() == Remark.DMARC_FOREIGN_REPORTS));
        found(
                with("_dmarc", "_dmarc.d.example. TXT \"v=DMARC1; p=none\""),
                Remark.BIMI_NEEDS_DMARC);
    }

    @Test
    void mtaSts() {
        Diagnosis none = found(with("_mta-sts", ""), Remark.STS_NONE);
        assertEquals(
                List.of(
                        "_mta-sts.d.example. TXT \"v=STSv1; id=1;\"",
                        "mta-sts.d.example. CNAME mx.d.example.",
                        "# version: STSv1",
                        "# mode: testing",
                        "# mx: mx.d.example",
                        "# max_age: 604800"),
                none.publish());
        found(
                with("_mta-sts", "_mta-sts.d.example. TXT \"v=STSv1; id=;\""),
                Remark.STS_RECORD_BROKEN);
        policy = policy("version: STSv1\nmode: testing\nmx: mx.d.example\nmax_age: 1\n");
        found(GOOD, Remark.STS_TESTING);
        policy = policy("version: STSv1\nmode: enforce\nmx: old.d.example\nmax_age: 1\n");
        found(GOOD, Remark.STS_MX_MISSING);
        policy = domain -> new PolicyFile.Fetched.Failed("HTTP status 404");
        found(GOOD, Remark.STS_POLICY_BROKEN);
        policy = PolicyFile.OFFLINE;
        found(GOOD, Remark.STS_OFFLINE);
    }

    /// Made for the purpose: CN=mx.d.example, vouches for itself.
    private static final String CERTIFICATE =
            "MIIBnjCCAUSgAwIBAgIUfJcSm/J+H/2KmnPAi7Wt69bXC04wCgYIKoZIzj0EAwIwFzEVMB"
                    + "MGA1UEAwwMbXguZC5leGFtcGxlMCAXDTI2MTEyMTEwMjMxOFoYDzIxMjYxMDI4MTAyMzE4"
                    + "WjAXMRUwEwYDVQQDDAxteC5kLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAA"
                    + "RpM6XBh4A6JQF1SUJG8ImHEAm0DrD8uhnbXDgQSBRo4u3xkbJlQcCLZ2lNQTTddYHzP6ch"
                    + "B5S1ueQen4yMHrrxo2wwajAdBgNVHQ4EFgQU+aczwMs5qne1LfbgX7DvlPEZVRIwHwYDVR"
                    + "0jBBgwFoAU+aczwMs5qne1LfbgX7DvlPEZVRIwDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREE"
                    + "EDAOggxteC5kLmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIhANsM3qOaVd5TA+VB0XOlL+"
                    + "GOUmwleQvQ74zJ5jSkVHwFAiA2EQ/+jMv/twU2GlWa0r/9PbHbVJATdgLlS0q2f5WG8Q==";

    @Test
    void certificates() throws Exception {
        X509Certificate own =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                java.util.Base64.getDecoder().decode(CERTIFICATE)));
        host = new OurHost("mx.d.example", ours(), List.of(List.of(own)), List.of(KEY), services());
        found(GOOD, Remark.STS_CERTIFICATE);
        found(GOOD, Remark.TLSA_NONE);
        String key =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(own.getPublicKey().getEncoded()));
        String name = "_25._tcp.mx.d.example. TLSA ";
        found(GOOD + "d.example. SECURE\n" + name + "3 1 1 " + key + "\n", Remark.TLSA_OK);
        found(GOOD + name + "3 1 1 " + key + "\n", Remark.TLSA_INSECURE);
        Diagnosis wrong =
                found(
                        GOOD + "d.example. SECURE\n" + name + "3 1 1 " + "00".repeat(32) + "\n",
                        Remark.TLSA_MISMATCH);
        assertEquals(List.of("_25._tcp.mx.d.example. TLSA 3 1 1 " + key), wrong.publish());
    }

    @Test
    void reportsAndPicture() {
        found(with("_smtp", ""), Remark.TLSRPT_NONE);
        found(with("_smtp", "_smtp._tls.d.example. TXT \"v=TLSRPTv1\""), Remark.TLSRPT_BROKEN);
        found(with("default", ""), Remark.BIMI_NONE);
        found(with("default", "default._bimi.d.example. TXT \"v=BIMI1; l=x\""), Remark.BIMI_BROKEN);
    }

    @Test
    void servicesThatProgramsLookFor() {
        assertEquals(List.of("_imaps._tcp, _submissions._tcp"), found(GOOD, Remark.SRV_OK).found());
        Diagnosis missing = found(with("_imaps", ""), Remark.SRV_MISSING);
        assertEquals(Remark.Level.HINT, missing.remark().level());
        assertEquals(
                List.of("_imaps._tcp.d.example. SRV 0 1 993 mx.d.example."), missing.publish());
        found(with("_imaps", "_imaps._tcp.d.example. SRV 0 0 0 ."), Remark.SRV_DENIED);
        found(
                with("_imaps", "_imaps._tcp.d.example. SRV 0 1 993 o.example."),
                Remark.SRV_ELSEWHERE);
        found(with("_imaps", "_imaps._tcp.d.example. SRV 0 1 143 mx.d.example."), Remark.SRV_PORT);
        assertEquals(
                List.of("_pop3s._tcp.d.example. SRV 0 0 0 ."),
                found(
                                with("_pop3s", "_pop3s._tcp.d.example. SRV 0 1 995 mx.d.example."),
                                Remark.SRV_CLOSED)
                        .publish());
        found(with("_imaps", "_imaps._tcp.d.example. SERVFAIL"), Remark.DNS_SILENT);
    }

    @Test
    void everySentenceHasItsPlacesFilled() {
        for (Remark remark : Remark.values()) {
            Diagnosis one = new Diagnosis(remark, List.of("<1>", "<2>"), List.of());
            String english = one.sentence(Locale.ENGLISH);
            String korean = one.sentence(Locale.KOREAN);
            assertFalse((english + korean).contains("{"), english);
            assertEquals(english.contains("<1>"), korean.contains("<1>"), korean);
            assertEquals(english.contains("<2>"), korean.contains("<2>"), korean);
        }
        assertEquals(
                "BIMI 레코드의 그림은 {1}입니다.",
                new Diagnosis(Remark.BIMI_OK, List.of("{1}"), List.of()).sentence(Locale.KOREAN));
    }

    @Test
    void aZoneOfAnyKindIsExamined() { // THREATS D08
        String[] lines = GOOD.split("\n", -1);
        String[] kinds = {
            "TIMEOUT", "SERVFAIL", "BOGUS", "CNAME d.example.", "TXT \"\\000v=\"", "MX 1 d.example."
        };
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String[] changed = Arrays.copyOf(lines, lines.length);
            for (int i = random.nextInt(5); i >= 0; i--) {
                int at = random.nextInt(lines.length - 1);
                String name = lines[at].substring(0, lines[at].indexOf(' '));
                changed[at] = name + " " + kinds[random.nextInt(kinds.length)];
            }
            String zone = String.join("\n", changed);
            try {
                ZoneResolver.of(zone);
            } catch (IllegalArgumentException noZone) {
                continue;
            }
            assertNotNull(examine(zone), "seed " + seed);
        }
    }
}
