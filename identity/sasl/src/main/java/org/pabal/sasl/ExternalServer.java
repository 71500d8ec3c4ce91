// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// EXTERNAL, server side: TLS has proved who the client is. RFC 4422 appendix A.
///
/// Whose certificate it is say its mail addresses (subjectAltName, rfc822Name); the subject's name
/// says nothing, as authorities let people choose it.
final class ExternalServer implements SaslServerMechanism {
    static final String NAME = "EXTERNAL";
    private static final Integer RFC_822_NAME = 1; // RFC 5280 §4.2.1.6, the tag of GeneralName

    private final Credentials credentials;
    private final X509Certificate certificate;
    private boolean over;

    ExternalServer(Credentials credentials, X509Certificate certificate) {
        this.credentials = credentials;
        this.certificate = certificate;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean clientFirst() {
        return true;
    }

    /// The response is the authorization identity, or nothing for the certificate's own.
    @Override
    public SaslStep step(byte[] response) {
        if (over || response.length > SaslText.MAX_IDENTITY_OCTETS) {
            return new SaslStep.Malformed(over ? "the exchange is over" : "too long an identity");
        }
        over = true;
        Optional<String> asked = SaslText.decode(response);
        if (asked.isEmpty()) {
            return new SaslStep.Malformed("the authorization identity is not UTF-8");
        }
        List<String> known =
                addresses(certificate).stream()
                        .filter(SaslText::isIdentity)
                        .filter(credentials::isKnown)
                        .toList();
        if (known.isEmpty()) {
            return new SaslStep.Refused("", "the certificate names no account");
        }
        String identity = known.contains(asked.get()) ? asked.get() : known.getFirst();
        return PasswordJudge.authorize(
                credentials,
                identity,
                asked.get().isEmpty() ? identity : asked.get(),
                Optional.empty());
    }

    private static List<String> addresses(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> RFC_822_NAME.equals(name.getFirst()))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }
}
