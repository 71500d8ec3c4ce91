// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.wire.ServiceAddress;

/// The tables `[milters.NAME]` and `[policy-services.NAME]`: other programs that have a say in SMTP
/// sessions, asked in the order of the file.
public final class CheckTables {
    public static final String MILTERS = "milters";
    public static final String POLICY_SERVICES = "policy-services";

    /// Where another program listens; empty when it is not set.
    static final Form<Optional<ServiceAddress>> SERVICE =
            new Form<>(
                    "an address such as \"inet:localhost:11332\", \"inet6:[::1]:11332\" or"
                            + " \"unix:/run/milter.sock\"",
                    CheckTables::address);

    public static final Setting<Optional<ServiceAddress>> ADDRESS =
            new Setting<>("address", SERVICE, "", "Where it listens.");
    public static final Setting<List<String>> MILTER_SERVICES = services("smtp,submission");
    public static final Setting<List<String>> POLICY_SERVICE_SERVICES = services("smtp");
    public static final Setting<String> DEFAULT_ACTION =
            new Setting<>(
                    "default-action",
                    Form.oneOf("tempfail", "accept", "reject"),
                    "tempfail",
                    "What becomes of mail while it does not answer.");
    public static final Setting<Duration> CONNECT_TIMEOUT =
            time("connect-timeout", "30s", "How long it may take to be connected to.");
    public static final Setting<Duration> COMMAND_TIMEOUT =
            time("command-timeout", "30s", "How long it may take to answer an SMTP command.");
    public static final Setting<Duration> CONTENT_TIMEOUT =
            time("content-timeout", "5m", "How long it may take to answer the end of a message.");
    public static final Setting<Duration> REQUEST_TIMEOUT =
            time("timeout", "100s", "How long it may take to answer a request.");
    public static final Setting<List<String>> STAGES =
            new Setting<>(
                    "stages",
                    Form.listOf("mail", "rcpt", "data", "end-of-message"),
                    "rcpt",
                    "When it is asked: any of `mail`, `rcpt`, `data`, `end-of-message`.");

    public static final List<Setting<?>> OF_MILTER =
            List.of(
                    ADDRESS,
                    MILTER_SERVICES,
                    DEFAULT_ACTION,
                    CONNECT_TIMEOUT,
                    COMMAND_TIMEOUT,
                    CONTENT_TIMEOUT);
    public static final List<Setting<?>> OF_POLICY_SERVICE =
            List.of(ADDRESS, POLICY_SERVICE_SERVICES, STAGES, DEFAULT_ACTION, REQUEST_TIMEOUT);

    private CheckTables() {}

    private static Setting<List<String>> services(String preset) {
        return new Setting<>(
                "services",
                Form.listOf("smtp", "submission", "lmtp"),
                preset,
                "The services that ask it: any of `smtp`, `submission` (both its ports), `lmtp`.");
    }

    private static Setting<Duration> time(String key, String preset, String purpose) {
        return new Setting<>(key, Form.TIME, preset, purpose);
    }

    private static Optional<ServiceAddress> address(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ServiceAddress.parse(text)
                                .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /// What is missing.
    static List<String> contradictions(String kind, List<NamedTable> tables) {
        List<String> problems = new ArrayList<>();
        for (NamedTable table : tables) {
            String where = table.origin() + ": " + kind + "." + table.name() + ": ";
            if (!table.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")) {
                problems.add(
                        where
                                + "its name must be of letters, digits, '.', '_' and '-', with at"
                                + " most 32 characters");
            }
            if (table.get(ADDRESS).isEmpty()) {
                problems.add(where + "address is not set; say where it listens");
            }
        }
        return problems;
    }
}
