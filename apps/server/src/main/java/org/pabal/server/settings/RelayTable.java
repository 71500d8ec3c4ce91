// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.server.settings.Settings.Value;

/// One table `[relays.NAME]`: a smarthost and whose mail it takes.
///
/// @param values by the names of {@link #SETTINGS}, presets included
/// @param origin of the table, for what is said of it
public record RelayTable(String name, Map<String, Value> values, String origin) {
    /// The table of tables whose keys are names of smarthosts.
    public static final String RELAYS = "relays";

    public static final Setting<String> HOST =
            new Setting<>("host", Form.TEXT, "", "The smarthost, a name or an IP address.");
    public static final Setting<Integer> PORT =
            new Setting<>("port", Form.PORT, "587", "Its port: 25, 465, 587 or 2525 mostly.");
    public static final Setting<String> USER =
            new Setting<>("user", Form.TEXT, "", "The log-in name there.");
    public static final Setting<Optional<Path>> PASSWORD_FILE =
            new Setting<>(
                    "password-file",
                    Form.FILE,
                    "",
                    "A file that holds the password there; readable by its owner only.");
    public static final Setting<String> AUTH =
            new Setting<>(
                    "auth",
                    Form.oneOf("password", "token"),
                    "password",
                    "What that file holds: a password, or an OAuth access token, which is read anew"
                            + " at each log-in (XOAUTH2, OAUTHBEARER).");
    public static final Setting<String> TLS =
            new Setting<>(
                    "tls",
                    Form.oneOf("auto", "starttls", "implicit", "opportunistic", "none"),
                    "auto",
                    "`starttls` or `implicit` with a certificate that is checked, `opportunistic`"
                            + " with any or none, `none`; `auto` is `implicit` for port 465,"
                            + " `starttls` with a user, else `opportunistic`.");
    public static final Setting<List<String>> SENDER_DOMAINS =
            new Setting<>(
                    "sender-domains",
                    Form.LIST,
                    "",
                    "The domains whose mail it takes: `[\"example.org\"]`.");
    public static final Setting<Boolean> DEFAULT =
            new Setting<>(
                    "default",
                    Form.SWITCH,
                    "false",
                    "Whether it takes the mail that no other smarthost takes.");
    public static final Setting<Boolean> FALLBACK =
            new Setting<>(
                    "fallback",
                    Form.SWITCH,
                    "false",
                    "Whether it only takes mail while outbound port 25 is blocked: of its sender"
                            + " domains, or of all without these.");

    public static final List<Setting<?>> SETTINGS =
            List.of(HOST, PORT, USER, PASSWORD_FILE, AUTH, TLS, SENDER_DOMAINS, DEFAULT, FALLBACK);

    /// The name of the smarthost that the settings `relay.*` make.
    public static final String PLAIN = "default";

    public RelayTable {
        values = Map.copyOf(values);
    }

    RelayTable(NamedTable table) {
        this(table.name(), table.values(), table.origin());
    }

    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + setting.key());
        }
        return setting.form().reader().read(value.text());
    }

    /// What contradicts itself or the other tables.
    ///
    /// @param plainRelay whether `relay.host` makes a default smarthost, too
    static List<String> contradictions(List<RelayTable> tables, boolean plainRelay) {
        List<String> problems = new ArrayList<>();
        Map<String, String> claimed = new LinkedHashMap<>();
        Optional<String> preset = plainRelay ? Optional.of("relay.host") : Optional.empty();
        Optional<String> fallback = Optional.empty();
        for (RelayTable table : tables) {
            table.contradictions(problems);
            if (plainRelay && table.name.equals(PLAIN)) {
                problems.add(
                        table.says(
                                "relay.host makes a smarthost of that name, too; give it another"));
            }
            boolean reserve = table.get(FALLBACK);
            for (String domain : table.get(SENDER_DOMAINS)) {
                String key =
                        (reserve ? "fallback " : "") + domain.toLowerCase(java.util.Locale.ROOT);
                String other = claimed.putIfAbsent(key, table.name);
                if (other != null) {
                    problems.add(
                            table.says(
                                    "relays."
                                            + other
                                            + " takes the mail of "
                                            + domain
                                            + " already; remove it from one of the two"));
                }
            }
            if (table.get(DEFAULT)) {
                if (preset.isPresent()) {
                    problems.add(
                            table.says(
                                    preset.get()
                                            + " is the default already; there can be one only"));
                }
                preset = Optional.of("relays." + table.name);
            }
            if (reserve && table.get(SENDER_DOMAINS).isEmpty()) {
                if (fallback.isPresent()) {
                    problems.add(
                            table.says(
                                    "relays."
                                            + fallback.get()
                                            + " is the fallback for all senders already; there can"
                                            + " be one only"));
                }
                fallback = Optional.of(table.name);
            }
        }
        return problems;
    }

    private void contradictions(List<String> problems) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            problems.add(says("its name must be of a-z, 0-9 and '-', with at most 32 characters"));
        }
        if (get(HOST).isEmpty()) {
            problems.add(says("host is not set; every smarthost needs one"));
        }
        boolean user = !get(USER).isEmpty();
        if (user != get(PASSWORD_FILE).isPresent()) {
            problems.add(says("set both user and password-file, or neither"));
        }
        String tls = get(TLS);
        if (user && (tls.equals("opportunistic") || tls.equals("none"))) {
            problems.add(
                    says(
                            "tls = \""
                                    + tls
                                    + "\" would show the password to anyone on the way; use"
                                    + " \"starttls\" or \"implicit\""));
        }
        if (get(PORT) == 0 || get(PORT) == 465 && !tls.equals("auto") && !tls.equals("implicit")) {
            problems.add(says("port " + get(PORT) + " does not go with tls = \"" + tls + "\""));
        }
        if (get(DEFAULT) && get(FALLBACK)) {
            problems.add(says("it cannot be default and fallback at once; remove one"));
        }
        if (!get(DEFAULT) && !get(FALLBACK) && get(SENDER_DOMAINS).isEmpty()) {
            problems.add(
                    says(
                            "no mail would go there; set default = true, fallback = true or"
                                    + " sender-domains"));
        }
    }

    private String says(String text) {
        return origin + ": relays." + name + ": " + text;
    }
}
