// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Tlsa;
import org.pabal.mta.testing.TlsaOf;
import org.pabal.testkit.Certified;
import org.pabal.testkit.Certified.Life;

/// Certificates against TLSA records. RFC 7672 §3
final class DaneCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Certified root = Certified.authority("Root", NOW);
    private final Certified between = root.authority("Between");
    private final Certified server = between.server(Life.NOW, "mx.h.example");
    private final Certified stranger = Certified.authority("Other", NOW);

    private static DaneCheck check(Tlsa... records) {
        return new DaneCheck(
                TlsaRecords.usable(List.of(records)),
                List.of("mx.h.example", "d.example"),
                () -> NOW);
    }

    private static List<X509Certificate> chain(Certified... certified) {
        return Arrays.stream(certified).map(Certified::certificate).toList();
    }

    private static Tlsa tlsa(Certified of, int usage, int selector, int matching) {
        return TlsaOf.certificate(of.certificate(), usage, selector, matching);
    }

    private static void good(DaneCheck check, List<X509Certificate> chain) {
        assertThatCode(() -> check.check(chain)).doesNotThrowAnyException();
    }

    private static void bad(DaneCheck check, List<X509Certificate> chain, TlsFailure.Kind kind) {
        assertThatThrownBy(() -> check.check(chain))
                .isInstanceOfSatisfying(
                        CertificateException.class,
                        e -> assertThat(TlsFailure.of(e).kind()).isEqualTo(kind));
    }

    @Test
    void everySelectorAndDigestMatches() {
        List<X509Certificate> sent = chain(server, between);
        for (int selector : List.of(0, 1)) {
            for (int matching : List.of(0, 1, 2)) {
                good(check(tlsa(server, 3, selector, matching)), sent);
                good(check(tlsa(between, 2, selector, matching)), sent);
                bad(
                        check(tlsa(stranger, 3, selector, matching)),
                        sent,
                        TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
                bad(
                        check(tlsa(stranger, 2, selector, matching)),
                        sent,
                        TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
            }
        }
    }

    /// RFC 7672 §3.1.1: the record says whose key it is, and for how long.
    @Test
    void namesAndDatesDoNotCountForTheServersOwnKey() {
        Certified other = between.server(Life.PAST, "other.example");
        good(check(tlsa(other, 3, 1, 1)), chain(other));
        Certified selfSigned = Certified.authority("self", NOW);
        good(check(tlsa(selfSigned, 3, 0, 2)), chain(selfSigned));
    }

    /// RFC 7672 §3.2.3.
    @Test
    void namesCountUnderATrustAnchor() {
        DaneCheck check = check(tlsa(root, 2, 0, 1));
        for (String name : List.of("mx.h.example", "MX.H.Example", "*.h.example", "d.example")) {
            good(check, chain(between.server(Life.NOW, name), between, root));
        }
        for (String name : List.of("h.example", "*.h", "x.mx.h.example", "m*.h.example", "*")) {
            bad(
                    check,
                    chain(between.server(Life.NOW, name), between, root),
                    TlsFailure.Kind.CERTIFICATE_HOST_MISMATCH);
        }
        good(check, chain(between.serverOfCommonName("mx.h.example"), between, root));
        bad(
                check,
                chain(between.serverOfCommonName("h.example"), between, root),
                TlsFailure.Kind.CERTIFICATE_HOST_MISMATCH);
    }

    @Test
    void datesCountUnderATrustAnchor() {
        bad(
                check(tlsa(root, 2, 0, 1)),
                chain(between.server(Life.PAST, "mx.h.example"), between, root),
                TlsFailure.Kind.CERTIFICATE_EXPIRED);
    }

    @Test
    void chainMustLeadToTheAnchor() {
        bad(
                check(tlsa(root, 2, 0, 1)),
                chain(stranger.server(Life.NOW, "mx.h.example"), root),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
        bad(
                check(tlsa(root, 2, 0, 1)),
                chain(server, root),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
        good(check(tlsa(root, 2, 0, 1)), chain(server, root, between));
        Certified noAuthority = between.server(Life.NOW, "mx.h.example");
        bad(
                check(tlsa(noAuthority, 2, 0, 1)),
                chain(noAuthority),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
    }

    /// RFC 7671 §5.2.
    @Test
    void anchorInTheRecordNeedNotBeSent() {
        good(check(tlsa(root, 2, 0, 0)), chain(server, between));
        good(check(tlsa(root, 2, 1, 0)), chain(server, between));
        bad(
                check(tlsa(root, 2, 0, 1)),
                chain(server, between),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
        bad(
                check(new Tlsa(2, 0, 0, "30030201ff"), new Tlsa(2, 1, 0, "00")),
                chain(server, between),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
    }

    /// While keys are changed there are records for the old and the new one.
    @Test
    void oneRecordOfSeveralIsEnough() {
        good(check(tlsa(stranger, 3, 1, 1), tlsa(server, 3, 1, 1)), chain(server));
        good(check(tlsa(stranger, 3, 1, 1), tlsa(root, 2, 0, 1)), chain(server, between, root));
        bad(
                check(tlsa(stranger, 3, 1, 2), tlsa(server, 3, 1, 1)),
                chain(server),
                TlsFailure.Kind.CERTIFICATE_NOT_TRUSTED);
    }
}
