// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.doctor.ServiceRecord;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;

/// What mail programs are to be told by SRV records.
final class DoctorServicesTest {

    private static String line(String service, Map<String, String> options)
            throws SettingsException {
        return Doctor.services(
                        SettingsReader.read(Optional.empty(), Map.of(), options), "mx.example.org")
                .stream()
                .filter(each -> each.service().equals(service))
                .map(ServiceRecord::place)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    @Test
    void doorsOfMailAreAtTheHostsName() throws SettingsException {
        assertThat(line("_imaps._tcp", Map.of())).isEqualTo("0 1 993 mx.example.org");
        assertThat(line("_imaps._tcp", Map.of("services.imaps.enabled", "false")))
                .isEqualTo("0 0 0 .");
        assertThat(line("_submissions._tcp", Map.of("port-offset", "10000")))
                .isEqualTo("0 1 10465 mx.example.org");
    }

    @Test
    void theWebIsAtItsPublicName() throws SettingsException {
        assertThat(line("_jmap._tcp", Map.of())).isEqualTo("0 1 443 mx.example.org");
        assertThat(line("_jmap._tcp", Map.of("http.public-name", "Mail.example.org:8443")))
                .isEqualTo("0 1 8443 mail.example.org");
        assertThat(line("_jmap._tcp", Map.of("services.https.enabled", "false")))
                .isEqualTo("0 0 0 .");
    }

    @Test
    void aProxyEndsTlsForIt() throws SettingsException {
        assertThat(
                        line(
                                "_jmap._tcp",
                                Map.of(
                                        "http.public-name", "mail.example.org",
                                        "http.trusted-proxies", "127.0.0.1",
                                        "services.https.enabled", "false")))
                .isEqualTo("0 1 443 mail.example.org");
    }
}
