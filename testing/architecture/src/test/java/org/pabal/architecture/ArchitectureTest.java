// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "org.pabal.";

    /// In place of a list: whoever joins the parts uses them all.
    private static final Set<String> EVERYTHING = Set.of("*");

    /// The dependency rule of the whole project, in one table: what each part may use besides
    /// itself. A part is a package with all below it that has no line of its own; a new edge here
    /// is a decision about the architecture: write an ADR with it.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("message", Set.of()),
                    entry("sieve", Set.of("message")),
                    entry("spam", Set.of("message")),
                    entry("wire", Set.of()),
                    entry("wire.http", Set.of("wire")),
                    entry("http", Set.of("wire")),
                    entry("dns", Set.of()),
                    entry("sasl", Set.of()),
                    entry("storage", Set.of()),
                    entry("storage.embedded", Set.of("storage")),
                    entry("directory", Set.of("message", "sasl", "storage")),
                    entry("directory.ldap", Set.of("message", "sasl", "wire", "directory")),
                    entry("bans", Set.of("message", "wire", "sasl", "storage")),
                    entry("tokens", Set.of("message", "wire", "wire.http", "sasl")),
                    entry(
                            "sessions",
                            Set.of("message", "wire", "http", "sasl", "storage", "directory")),
                    entry("mailbox", Set.of("message", "directory", "storage")),
                    entry("search", Set.of("message", "directory", "mailbox")),
                    entry("smtp", Set.of("message", "wire", "sasl")),
                    entry("milter", Set.of("wire")),
                    entry("mailauth", Set.of("message", "dns")),
                    entry(
                            "filter",
                            Set.of(
                                    "message",
                                    "spam",
                                    "wire",
                                    "wire.http",
                                    "dns",
                                    "directory",
                                    "storage",
                                    "mailbox")),
                    entry(
                            "mda",
                            Set.of(
                                    "message",
                                    "sieve",
                                    "spam",
                                    "directory",
                                    "storage",
                                    "mailbox",
                                    "smtp")),
                    // Inside the MTA, in the order of a mail's way.
                    entry("mta.ledger", Set.of("message", "mailauth", "storage")),
                    entry("mta.policy", Set.of("message", "directory", "smtp")),
                    entry(
                            "mta.policy.milter",
                            Set.of("message", "wire", "smtp", "milter", "mta.policy")),
                    entry("mta.policy.lists", Set.of("message", "filter", "smtp", "mta.policy")),
                    entry("mta.greylisting", Set.of("message", "smtp", "filter", "mta.policy")),
                    entry("mta.breaker", Set.of("message", "directory", "storage")),
                    entry("mta.policy.delegation", Set.of("message", "wire", "smtp", "mta.policy")),
                    entry(
                            "mta.routing",
                            Set.of("message", "mailauth", "wire", "dns", "directory", "smtp")),
                    entry("mta.relay", Set.of("message", "wire", "dns", "smtp", "mta.routing")),
                    entry("mta.queue", Set.of("message", "storage", "mta.ledger")),
                    entry(
                            "mta.acceptance",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.policy",
                                    "mta.queue",
                                    "mta.routing")),
                    entry(
                            "mta.signing",
                            Set.of(
                                    "message",
                                    "dns",
                                    "storage",
                                    "mailauth",
                                    "smtp",
                                    "mta.ledger",
                                    "mta.queue",
                                    "mta.acceptance")),
                    entry(
                            "mta.reports",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "dns",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mta.ledger",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance")),
                    entry(
                            "mta.reports.tls",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire.http",
                                    "dns",
                                    "storage",
                                    "mta.delivery",
                                    "mta.queue",
                                    "mta.reports")),
                    entry(
                            "mta.authentication",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mta.ledger",
                                    "mta.routing",
                                    "mta.acceptance",
                                    "mta.reports")),
                    entry(
                            "mta.filtering",
                            Set.of(
                                    "message",
                                    "spam",
                                    "filter",
                                    "mailauth",
                                    "wire",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mda",
                                    "mta.queue",
                                    "mta.ledger",
                                    "mta.routing",
                                    "mta.acceptance",
                                    "mta.authentication")),
                    entry(
                            "mta.reception",
                            Set.of(
                                    "filter",
                                    "mta.filtering",
                                    "mta.reports",
                                    "message",
                                    "mailauth",
                                    "dns",
                                    "sasl",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.policy",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance",
                                    "mta.authentication")),
                    entry(
                            "mta.submission",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "sasl",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.policy",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance",
                                    "mta.breaker",
                                    "mta.relay")),
                    entry(
                            "mta.bounce",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mta.ledger",
                                    "mta.policy",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance")),
                    entry(
                            "mta.delivery",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire",
                                    "dns",
                                    "sasl",
                                    "directory",
                                    "storage",
                                    "smtp",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.policy",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance",
                                    "mta.bounce",
                                    "mta.relay")),
                    entry(
                            "mta.imapsieve",
                            Set.of(
                                    "message",
                                    "sieve",
                                    "directory",
                                    "storage",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.queue",
                                    "mta.routing",
                                    "mta.acceptance")),
                    entry(
                            "mta.jobs",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire.http",
                                    "dns",
                                    "directory",
                                    "storage",
                                    "mailbox",
                                    "mda",
                                    "mta.ledger",
                                    "mta.queue",
                                    "mta.acceptance",
                                    "mta.bounce",
                                    "mta.delivery")),
                    entry(
                            "mta.webhook",
                            Set.of(
                                    "message",
                                    "directory",
                                    "storage",
                                    "mailbox",
                                    "mda",
                                    "mta.queue",
                                    "mta.jobs")),
                    entry(
                            "mta.tlspolicy",
                            Set.of(
                                    "message",
                                    "mailauth",
                                    "wire",
                                    "wire.http",
                                    "dns",
                                    "storage",
                                    "mta.delivery")),
                    entry("mta", Set.of("message", "dns", "directory", "storage", "smtp", "mda")),
                    entry("imap", Set.of("message", "wire", "sasl", "directory", "mailbox")),
                    entry("fetch", Set.of("wire", "sasl", "imap")),
                    entry("pop3", Set.of("message", "wire", "sasl", "directory", "mailbox")),
                    entry(
                            "managesieve",
                            Set.of(
                                    "message",
                                    "wire",
                                    "sasl",
                                    "directory",
                                    "sieve",
                                    "mailbox",
                                    "mda")),
                    entry("spamd", Set.of("message", "spam", "wire")),
                    entry("poppassd", Set.of("message", "wire", "sasl", "directory")),
                    entry("authd", Set.of("message", "wire", "sasl", "directory")),
                    entry(
                            "cluster",
                            Set.of(
                                    "message",
                                    "wire",
                                    "http",
                                    "sasl",
                                    "storage",
                                    "directory",
                                    "mailbox")),
                    entry(
                            "jmap",
                            Set.of(
                                    "message",
                                    "http",
                                    "fetch",
                                    "sasl",
                                    "storage",
                                    "directory",
                                    "sessions",
                                    "sieve",
                                    "mailbox",
                                    "mda",
                                    "mailauth",
                                    "filter",
                                    "spam",
                                    "mta",
                                    "mta.acceptance",
                                    "mta.jobs",
                                    "mta.ledger",
                                    "mta.queue",
                                    "mta.submission",
                                    "mta.webhook")),
                    entry("cli", Set.of()),
                    entry("server", EVERYTHING),
                    entry("testkit", Set.of()));

    @Test
    void eachPartUsesOnlyWhatTheTableAllows() {
        Map<String, String> findings = new TreeMap<>();
        for (JavaClass each : ProjectClasses.ALL) {
            Optional<String> from = part(each.getPackageName());
            if (from.isEmpty()) {
                findings.put(each.getPackageName() + " has no line in the table", "");
                continue;
            }
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                part(dependency.getTargetClass().getBaseComponentType().getPackageName())
                        .filter(to -> !mayUse(from.get(), to))
                        .map(to -> from.get() + " may not use " + to + ", as here")
                        .ifPresent(edge -> findings.put(edge, dependency.getDescription()));
            }
        }
        assertThat(findings).isEmpty();
    }

    private static boolean mayUse(String from, String to) {
        Set<String> allowed = MAY_USE.getOrDefault(from, Set.of());
        return from.equals(to) || allowed.equals(EVERYTHING) || allowed.contains(to);
    }

    /// The longest line of the table that the package stands under.
    private static Optional<String> part(String packageName) {
        if (!packageName.startsWith(ROOT)) {
            return Optional.empty();
        }
        String rest = packageName.substring(ROOT.length());
        while (!MAY_USE.containsKey(rest)) {
            int dot = rest.lastIndexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            rest = rest.substring(0, dot);
        }
        return Optional.of(rest);
    }

    @Test
    void theTableHasNoCycles() {
        for (String part : MAY_USE.keySet()) {
            assertThat(reached(part, new TreeSet<>())).as(part).doesNotContain(part);
        }
    }

    private static Set<String> reached(String from, Set<String> seen) {
        for (String to : MAY_USE.getOrDefault(from, Set.of())) {
            if (seen.add(to)) {
                reached(to, seen);
            }
        }
        return seen;
    }

    @Test
    void everyPartInTheTableIsSpelledAsElsewhere() {
        for (Set<String> allowed : MAY_USE.values()) {
            for (String to : allowed) {
                assertThat(to.equals("*") || MAY_USE.containsKey(to)).as(to).isTrue();
            }
        }
    }

    @Test
    void noPackagesUseEachOtherInACycle() {
        slices().matching("org.pabal.(**)").should().beFreeOfCycles().check(ProjectClasses.ALL);
    }
}
