// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.Optional;

/// Why TLS with a mail exchanger did not come to what it should. RFC 8460 §4.3
///
/// @param reason for people, one line; may be empty
public record TlsFailure(Kind kind, String reason) {
    private static final int MAX_CAUSES = 10;
    private static final int MAX_REASON = 200;

    public enum Kind {
        STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
        CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
        CERTIFICATE_EXPIRED("certificate-expired"),
        CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
        VALIDATION_FAILURE("validation-failure"),
        TLSA_INVALID("tlsa-invalid"),
        DNSSEC_INVALID("dnssec-invalid"),
        DANE_REQUIRED("dane-required"),
        STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
        STS_POLICY_INVALID("sts-policy-invalid"),
        STS_WEBPKI_INVALID("sts-webpki-invalid");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As it stands in a report.
        public String word() {
            return word;
        }
    }

    public TlsFailure {
        String clean = reason.replaceAll("[\\p{Cntrl}]+", " ").strip();
        reason = clean.length() > MAX_REASON ? clean.substring(0, MAX_REASON) : clean;
    }

    /// What a failed handshake means. The runtime tells some cases apart by its text only.
    public static TlsFailure of(Throwable failed) {
        String reason = Optional.ofNullable(failed.getMessage()).orElse("TLS failed");
        Throwable cause = failed;
        boolean certificate = false;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertPathValidatorException path
                            && path.getReason() == BasicReason.EXPIRED) {
                return new TlsFailure(Kind.CERTIFICATE_EXPIRED, reason);
            }
            if (speaksOfTheName(cause)) {
                return new TlsFailure(Kind.CERTIFICATE_HOST_MISMATCH, reason);
            }
            certificate |= cause instanceof CertificateException;
            cause = cause.getCause();
        }
        return new TlsFailure(
                certificate ? Kind.CERTIFICATE_NOT_TRUSTED : Kind.VALIDATION_FAILURE, reason);
    }

    private static boolean speaksOfTheName(Throwable cause) {
        String text = Optional.ofNullable(cause.getMessage()).orElse("").toLowerCase(Locale.ROOT);
        return cause instanceof CertificateException
                && (text.contains("subject alternative") || text.contains("no name matching"));
    }
}
