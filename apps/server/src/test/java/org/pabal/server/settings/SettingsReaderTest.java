// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir private Path folder;

    @Test
    void withoutAFileTheDefaultsHold() throws Exception {
        Settings settings = SettingsReader.read(Optional.empty(), Map.of(), Map.of());
        assertThat(settings.get(ReceptionTable.MAX_MESSAGE_SIZE)).isEqualTo(100L << 20);
        assertThat(settings.get(QueueTable.QUEUE_EXPIRY)).isEqualTo(Duration.ofDays(5));
        assertThat(settings.get(ServicesTable.service("smtp").port())).isEqualTo(25);
        assertThat(settings.value(ServicesTable.HOSTNAME).origin()).isEqualTo("default");
    }

    @Test
    void everyDefaultHasTheFormOfItsSetting() throws Exception {
        Settings settings = SettingsReader.read(Optional.empty(), Map.of(), Map.of());
        for (Setting<?> setting : SettingsTable.all()) {
            assertThat(settings.get(setting)).as(setting.key()).isNotNull();
        }
    }

    @Test
    void theLaterSourceWinsAndSaysSo() throws Exception {
        Path file = write("hostname = \"file.example\"\nport-offset = 1\nbind = \"127.0.0.1\"\n");
        Settings settings =
                SettingsReader.read(
                        Optional.of(file),
                        Map.of("PABAL_HOSTNAME", "environment.example", "PATH", "/bin"),
                        Map.of("port-offset", "3"));
        assertThat(settings.get(ServicesTable.HOSTNAME)).isEqualTo("environment.example");
        assertThat(settings.value(ServicesTable.HOSTNAME).origin()).isEqualTo("PABAL_HOSTNAME");
        assertThat(settings.get(ServicesTable.PORT_OFFSET)).isEqualTo(3);
        assertThat(settings.value(ServicesTable.BIND).origin()).isEqualTo("pabal.toml:3");
    }

    @Test
    void anUnknownSettingNamesFileLineAndTheNearestKey() throws Exception {
        assertThat(problemsOf("\n[tls]\ncertifcate = \"/x.pem\"\n"))
                .isEqualTo(
                        folder
                                + "/pabal.toml:3:1: no such setting: tls.certifcate"
                                + " (did you mean tls.certificate?)");
    }

    @Test
    void pointsOfATestThatIsNotThereNameTheNearest() throws Exception {
        assertThat(problemsOf("[spam]\npoints = [\"FREEMAIL_FORGD=1\"]\n"))
                .endsWith(
                        "pabal.toml:2:1: spam.points: no test FREEMAIL_FORGD (did you mean"
                                + " FREEMAIL_FORGED?)");
        assertThat(problemsOf("[spam]\npoints = [\"SPF_FAIL=x\"]\n"))
                .contains("spam.points must be a list such as");
    }

    @Test
    void anUnknownVariableOfOursIsFound() {
        assertThatThrownBy(() ->
                        SettingsReader.read(
                                Optional.empty(), Map.of("PABAL_HOSTNAM", "x"), Map.of()))
                .hasMessage("PABAL_HOSTNAM: no such setting (did you mean PABAL_HOSTNAME?)");
    }

    @Test
    void allProblemsAreToldAtOnce() throws Exception {
        assertThat(problemsOf("port-offset = 70000\n[mail]\nmax-message-size = \"lots\"\n"))
                .contains("pabal.toml:1:1: port-offset must be a port number")
                .contains("pabal.toml:3:1: mail.max-message-size must be a size");
    }

    @Test
    void theDomainOfAnAddressIsCheckedOnBothSides() throws Exception {
        Path file = write("[domain-by-address]\n\"192.0.2.10\" = \"example.org\"\n");
        assertThat(
                        SettingsReader.read(Optional.of(file), Map.of(), Map.of())
                                .table(ServicesTable.DOMAIN_BY_ADDRESS))
                .isEqualTo(Map.of("192.0.2.10", List.of("example.org")));
        assertThat(problemsOf("[domain-by-address]\n\"host.example\" = \"example.org\"\n"))
                .contains(
                        "pabal.toml:2:1: domain-by-address.\"host.example\" is not named by an IP");
        assertThat(problemsOf("[domain-by-address]\n\"0.0.0.0\" = \"example.org\"\n"))
                .contains("\"0.0.0.0\" is not named by an IP address of this host");
        assertThat(problemsOf("[domain-by-address]\n\"::1\" = \"no domain\"\n"))
                .contains("domain-by-address.\"::1\" must be one domain");
    }

    @Test
    void contradictionsStopTheStart() throws Exception {
        assertThat(problemsOf("[tls]\ncertificate = \"/x.pem\"\n"))
                .isEqualTo(
                        "pabal.toml:2: tls.certificate is set but tls.key is not; set both or"
                                + " neither");
        assertThat(problemsOf("[services.imap]\nport = 25\n"))
                .contains("the services smtp and imap have the same port 25");
    }

    @Test
    void domainsAndNamesHaveTablesOfTheirOwn() throws Exception {
        Settings settings =
                SettingsReader.read(
                        Optional.of(
                                write(
                                        "[delivery.tls]\n\"a.example\" = \"verified\"\n"
                                                + "[dns.records]\n"
                                                + "\"b.example\" = [\"MX 10 c.example\"]\n"
                                                + "\"c.example\" = \"192.0.2.1\"\n")),
                        Map.of(),
                        Map.of());
        assertThat(settings.table(DeliveryTable.DELIVERY_TLS))
                .isEqualTo(Map.of("a.example", List.of("verified")));
        assertThat(settings.table(DnsTable.DNS_RECORDS))
                .isEqualTo(
                        Map.of(
                                "b.example",
                                List.of("MX 10 c.example"),
                                "c.example",
                                List.of("192.0.2.1")));
        assertThat(problemsOf("[delivery.tls]\n\"a.example\" = \"yes\"\n"))
                .isEqualTo(
                        folder
                                + "/pabal.toml:2:1: delivery.tls.a.example must be one of none,"
                                + " opportunistic, required, verified; a domain stands in quotes");
    }

    @Test
    void smarthostsStandInTablesOfTheirOwn() throws Exception {
        Path file =
                write(
                        "[relays.one]\nhost = \"smtp.one.example\"\nuser = \"u\"\n"
                                + "password-file = \"/p\"\nsender-domains = [\"a.example\"]\n"
                                + "[relays.two]\nhost = \"two.example\"\nport = 25\n"
                                + "fallback = true\n");
        List<RelayTable> relays =
                SettingsReader.read(Optional.of(file), Map.of(), Map.of()).relays();
        assertThat(relays).extracting(RelayTable::name).containsExactlyInAnyOrder("one", "two");
        assertThat(problemsOf("[relays.x]\nhosst = \"y\"\n"))
                .contains("pabal.toml:2:1: no such setting: relays.x.hosst (did you mean host?)");
    }

    @Test
    void smarthostsThatContradictThemselvesOrEachOtherStopTheStart() throws Exception {
        String one = "[relays.one]\nhost = \"h\"\n";
        assertThat(problemsOf(one))
                .isEqualTo(
                        "pabal.toml:1: relays.one: no mail would go there; set default = true,"
                                + " fallback = true or sender-domains");
        assertThat(problemsOf(one + "default = true\nuser = \"u\"\n"))
                .contains("set both user and password-file, or neither");
        assertThat(
                        problemsOf(
                                one
                                        + "default = true\nuser = \"u\"\npassword-file = \"/p\"\n"
                                        + "tls = \"opportunistic\"\n"))
                .contains("would show the password to anyone on the way");
        assertThat(problemsOf(one + "default = true\nfallback = true\n"))
                .contains("it cannot be default and fallback at once");
        assertThat(problemsOf(one + "default = true\nport = 465\ntls = \"starttls\"\n"))
                .contains("port 465 does not go with tls = \"starttls\"");
        assertThat(problemsOf(one + "default = true\n[relay]\nhost = \"h\"\n"))
                .contains("relay.host is the default already; there can be one only");
        String domains = "sender-domains = [\"a.example\"]\n";
        assertThat(problemsOf(one + domains + "[relays.two]\nhost = \"h\"\n" + domains))
                .contains("takes the mail of a.example already");
    }

    @Test
    void brokenTomlNamesItsPlace() throws Exception {
        assertThat(problemsOf("hostname = \n")).startsWith(folder + "/pabal.toml:1:12: ");
    }

    @Test
    void aNamedFileMustBeThere() {
        Path absent = folder.resolve("absent.toml");
        assertThatThrownBy(() -> SettingsReader.read(Optional.of(absent), Map.of(), Map.of()))
                .hasMessage(absent + ": there is no such file");
    }

    @Test
    void theReferenceInTheDocumentsIsThatOfTheProgram() throws IOException {
        Path reference = Path.of("../../docs/reference/settings.md");
        assertThat(Files.readString(reference))
                .as("renew it with: ./pabal config reference > docs/reference/settings.md")
                .isEqualTo(SettingsReference.markdown());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("pabal.toml"), text);
    }

    private String problemsOf(String text) throws IOException {
        Path file = write(text);
        try {
            SettingsReader.read(Optional.of(file), Map.of(), Map.of());
            return "";
        } catch (SettingsException wrong) {
            return String.join("\n", wrong.problems());
        }
    }

    @Test
    void miltersAndPolicyServicesAreReadInTheOrderOfTheFile() throws Exception {
        Path file =
                write(
                        "[milters.zeta]\naddress = \"inet:localhost:11332\"\n"
                                + "services = [\"smtp\"]\n"
                                + "[milters.alpha]\naddress = \"unix:/run/x\"\n"
                                + "default-action = \"accept\"\n"
                                + "[policy-services.grey]\naddress = \"inet:127.0.0.1:10023\"\n");
        Settings settings = SettingsReader.read(Optional.of(file), Map.of(), Map.of());
        assertThat(settings.tables(CheckTables.MILTERS))
                .extracting(NamedTable::name)
                .containsExactly("zeta", "alpha");
        NamedTable grey = settings.tables(CheckTables.POLICY_SERVICES).getFirst();
        assertThat(grey.get(CheckTables.STAGES)).containsExactly("rcpt");
        assertThat(problemsOf("[milters.x]\naddress = \"localhost\"\n"))
                .contains("pabal.toml:2:1: milters.x.address must be an address such as");
        assertThat(problemsOf("[policy-services.x]\nstages = [\"rcptt\"]\n"))
                .contains("policy-services.x.stages must be a list of mail, rcpt, data")
                .contains("policy-services.x: address is not set");
    }
}
