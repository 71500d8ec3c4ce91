// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import org.pabal.mta.routing.AddressMap;
import org.pabal.mta.routing.RouteTable;
import org.pabal.mta.routing.RouteTarget;

/// The reference of all settings, made from the table that the server reads by.
public final class SettingsReference {
    private SettingsReference() {}

    /// The text of `docs/reference/settings.md`.
    public static String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Settings\n\n")
                .append("Made from the program by `pabal config reference`; do not edit.\n\n")
                .append("Settings stand in one TOML file: `pabal.toml` in the data directory, or")
                .append(" what `--config` names. Without a file the defaults make a working")
                .append(
                        " server. What the web pages keep (`kept.toml` there) holds beneath it. Each")
                .append(" setting can be overridden by an environment variable.")
                .append(" `pabal config check` finds every mistake at once, `pabal config show`")
                .append(" says what holds and why.\n\n")
                .append("| setting | default | must be | purpose | environment |\n")
                .append("|---|---|---|---|---|\n");
        for (Setting<?> setting : SettingsTable.all()) {
            text.append("| `").append(setting.key()).append("` | ");
            text.append(setting.preset().isEmpty() ? "not set" : "`" + setting.preset() + "`");
            text.append(" | ").append(setting.form().expected());
            text.append(" | ").append(setting.purpose());
            text.append(" | `").append(setting.environmentVariable()).append("` |\n");
        }
        text.append("\nThe table `routes` gives addresses and domains a fixed way; see")
                .append(" [routing](../operations/routing.md). A key is ")
                .append(RouteTable.EXPECTED.replace('"', '`').replace("`*", "`*"))
                .append("; a value is ")
                .append(RouteTarget.EXPECTED.replace('"', '`'))
                .append(":\n\n```toml\n[routes]\n\"example.net\" = \"mx.internal:25\"\n```\n\n")
                .append("The tables `rewrite.sender` and `rewrite.recipient` have entries ")
                .append(AddressMap.EXPECTED.replace('"', '`'))
                .append(".\n\nEach table `pipes.NAME` is a program that keeps mail:\n\n");
        table(text, "[pipes.NAME]", PipeTable.SETTINGS);
        text.append("\nThe table `delivery.tls` says what is demanded of TLS with a domain's mail")
                .append(" exchangers, whatever its own policy: `none`, `opportunistic` (TLS where")
                .append(" it is offered), `required` (TLS with any certificate, or the mail")
                .append(" waits), `verified` (TLS with a certificate for the exchanger's name, or")
                .append(" the mail waits):\n\n")
                .append("```toml\n[delivery.tls]\n\"example.net\" = \"verified\"\n```\n");
        text.append("\nThe table `dns.records` answers for names in place of the name servers, for")
                .append(" hosts without DNS and for laboratories. A name that stands there has")
                .append(" these records and no others:\n\n")
                .append("```toml\n[dns.records]\n\"example.net\" = [\"MX 10 mx.example.net\",")
                .append(" \"TXT v=spf1 mx -all\"]\n\"mx.example.net\" = [\"192.0.2.25\",")
                .append(" \"2001:db8::25\"]\n```\n");
        text.append(
                        "\nThe table `domain-by-address` says which domain completes a log-in name without")
                .append(" one, by the address of this host that the client connected to, for every")
                .append(" service; see [routing](../operations/routing.md):\n\n")
                .append("```toml\n[domain-by-address]\n\"192.0.2.10\" = \"example.org\"\n")
                .append("\"192.0.2.11\" = \"example.net\"\n```\n");
        text.append("\nEach table `relays.NAME` is a smarthost with a name of your choice; the")
                .append(" settings `relay.*` above make one with the name `default`:\n\n")
                .append("```toml\n[relays.provider]\nhost = \"smtp.provider.example\"\n")
                .append("user = \"apikey\"\npassword-file = \"/etc/pabal/provider.secret\"\n")
                .append("sender-domains = [\"example.org\"]\n```\n\n");
        table(text, "[relays.NAME]", RelayTable.SETTINGS);
        text.append(
                        "\nEach table `lmtp-hosts.NAME` says how a host is spoken with to which a route")
                .append(" leads by LMTP; see [routing](../operations/routing.md):\n\n")
                .append("```toml\n[routes]\n\"branch.example.org\" = \"lmtp:10.0.0.7:24\"\n\n")
                .append("[lmtp-hosts.branch]\nhost = \"10.0.0.7\"\nuser = \"front@example.org\"\n")
                .append("password-file = \"/etc/pabal/branch.secret\"\n```\n\n");
        table(text, "[lmtp-hosts.NAME]", LmtpHostTable.SETTINGS);
        text.append(
                        "\nEach table `hosts.NAME` is another host of this mail system, which holds accounts;")
                .append(" hosts that have joined need none; see")
                .append(" [hosts](../operations/hosts.md):\n\n")
                .append("```toml\n[hosts.cyrus]\nkind = \"lmtp\"\naddress = \"10.0.0.7\"\n")
                .append("aliases = [\"imap.example.org\"]\n```\n\n");
        table(text, "[hosts.NAME]", HostTable.SETTINGS);
        text.append("\nEach table `milters.NAME` is a milter that has a say in SMTP sessions, each")
                .append(" table `policy-services.NAME` a service that speaks Postfix's policy")
                .append(" delegation protocol. They are asked in the order of the file, policy")
                .append(" services first; see [milters](../operations/milters.md):\n\n")
                .append("```toml\n[milters.rspamd]\naddress = \"inet:localhost:11332\"\n\n")
                .append("[policy-services.postgrey]\naddress = \"inet:127.0.0.1:10023\"\n```\n\n");
        table(text, "[milters.NAME]", CheckTables.OF_MILTER);
        text.append('\n');
        table(text, "[policy-services.NAME]", CheckTables.OF_POLICY_SERVICE);
        text.append(
                        "\nEach table `spam.lists.NAME` is a DNS list that is asked about strangers' mail; see")
                .append(" [DNS lists](../operations/dns-lists.md):\n\n")
                .append("```toml\n[spam.lists.zen]\nzone = \"zen.spamhaus.org\"\n")
                .append(
                        "answers = [\"127.0.0.2/31=3\", \"127.0.0.4/30=3\", \"127.0.0.10/31=1.5\"]\n```\n\n");
        table(text, "[spam.lists.NAME]", DnsListTable.SETTINGS);
        text.append(
                        "\nEach table `directories.NAME` is a directory that knows the accounts of some")
                .append(" domains in the built-in one's place; see")
                .append(" [directories](../operations/directories.md):\n\n")
                .append("```toml\n[directories.town]\ntype = \"passwd-file\"\n")
                .append("domains = [\"example.org\", \"example.net\"]\n")
                .append("file = \"/etc/pabal/users/{domain}\"\n```\n\n");
        table(text, "[directories.NAME]", DirectoryTable.SETTINGS);
        DirectoryTable.TYPES.forEach((type, settings) -> {
            text.append('\n');
            table(text, "[directories.NAME]` of type `" + type, settings);
        });
        return text.toString();
    }

    private static void table(StringBuilder text, String name, List<Setting<?>> settings) {
        text.append("| in `")
                .append(name)
                .append("` | default | must be | purpose |\n|---|---|---|---|\n");
        for (Setting<?> setting : settings) {
            text.append("| `").append(setting.key()).append("` | ");
            text.append(setting.preset().isEmpty() ? "not set" : "`" + setting.preset() + "`");
            text.append(" | ").append(setting.form().expected());
            text.append(" | ").append(setting.purpose()).append(" |\n");
        }
    }
}
