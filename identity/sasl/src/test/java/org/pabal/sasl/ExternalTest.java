// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// EXTERNAL. RFC 4422 appendix A.
class ExternalTest {
    /// CN=Bob with the mail address bob@example.org, made for this test.
    private static final String BOB =
            """
            -----BEGIN CERTIFICATE-----
            MIIBoDCCAUegAwIBAgIUaecY3mTpwYkKU7q5OOgx6ZDv+5MwCgYIKoZIzj0EAwIw
            DjEMMAoGA1UEAwwDQm9iMCAXDTI2MTEyMTAzMjUxOFoYDzIxMjYxMDI4MDMyNTE4
            WjAOMQwwCgYDVQQDDANCb2IwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARvqzVp
            juTPEuDnLsEf3GwsEFURC9ciqPoiAWDNlmufnp4c/QP4Cgu6oA8uh0PXyBaEJwqg
            tF1QdgLSlVTD9upmo4GAMH4wHQYDVR0OBBYEFDFedmqw74As8pgr8JEgfJCB3Frf
            MB8GA1UdIwQYMBaAFDFedmqw74As8pgr8JEgfJCB3FrfMA8GA1UdEwEB/wQFMAMB
            Af8wKwYDVR0RBCQwIoEPYm9iQGV4YW1wbGUub3Jngg9ib2IuZXhhbXBsZS5vcmcw
            CgYIKoZIzj0EAwIDRwAwRAIhAP/MbSPOh8WR99QXTCS6LOmXpiIDzi4bZxTW49CA
            drDGAh9eUvj139owoyC4aG/BZW/S8Xsf30dUYXE3IDL05Q7r
            -----END CERTIFICATE-----
            """;

    private record Known(Set<String> identities) implements Credentials {
        @Override
        public boolean verify(String identity, String password) {
            return false;
        }

        @Override
        public Optional<ScramCredential> scram(String identity, ScramHash hash) {
            return Optional.empty();
        }

        @Override
        public boolean mayActAs(String authentication, String authorization) {
            return authorization.equals("sales@example.org");
        }

        @Override
        public boolean isKnown(String identity) {
            return identities.contains(identity);
        }
    }

    private static SaslStep step(Credentials credentials, String response) throws Exception {
        X509Certificate bob =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(BOB.getBytes(UTF_8)));
        SaslChannel channel = new SaslChannel(Map.of(), Optional.of(bob));
        return SaslMechanisms.start("EXTERNAL", credentials, channel)
                .orElseThrow()
                .step(response.getBytes(UTF_8));
    }

    @Test
    void theMailAddressOfTheCertificateIsTheIdentity() throws Exception {
        Known bob = new Known(Set.of("bob@example.org"));
        assertThat(step(bob, ""))
                .isEqualTo(
                        new SaslStep.Success(
                                "bob@example.org", "bob@example.org", Optional.empty()));
        assertThat(step(bob, "bob@example.org")).isInstanceOf(SaslStep.Success.class);
        assertThat(step(bob, "sales@example.org"))
                .isEqualTo(
                        new SaslStep.Success(
                                "bob@example.org", "sales@example.org", Optional.empty()));
        assertThat(step(bob, "alice@example.org")).isInstanceOf(SaslStep.Refused.class);
    }

    @Test
    void neitherTheSubjectNorAHostNameIsAnybody() throws Exception {
        assertThat(step(new Known(Set.of("Bob", "bob.example.org")), ""))
                .isInstanceOf(SaslStep.Refused.class);
    }
}
