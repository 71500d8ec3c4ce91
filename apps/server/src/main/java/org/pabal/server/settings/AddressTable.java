// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.directory.Subaddress;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.ExitCodes;

/// Whom an address means: `addresses.*`, `aliases.*`, `relay-domains.*`, `rewrite.*`.
public final class AddressTable {
    static final Section SECTION = new Section();

    public static final Setting<String> DETAIL_DELIMITERS =
            SECTION.add(
                    "addresses.detail-delimiters",
                    new Form<>(
                            "characters of - + _ = . #", text -> new Subaddress(text).delimiters()),
                    "+",
                    "Each begins the detail of an address: `bob+lists@` is bob's. With several, the"
                            + " longest name that is there wins.");
    public static final Setting<String> DETAIL_MAILBOX =
            SECTION.add(
                    "addresses.detail-mailbox",
                    Form.oneOf("off", "postable", "existing"),
                    "off",
                    "Whether `bob+lists` goes into bob's mailbox `lists`: `postable` if bob has given"
                            + " `anyone` the right `p` on it, `existing` if it is there.");
    public static final Setting<List<String>> ALIAS_FILES =
            SECTION.add(
                    "aliases.files",
                    Form.LIST,
                    "",
                    "Files in the syntax of `/etc/aliases`; read anew when they change. Bare names"
                            + " in them are of the default domain.");
    public static final Setting<Boolean> ALIAS_PROGRAMS =
            SECTION.add(
                    "aliases.allow-programs",
                    Form.SWITCH,
                    "false",
                    "Whether aliases in files may lead to programs: `|/path argument`.");
    public static final Setting<Boolean> ALIAS_MAILDIRS =
            SECTION.add(
                    "aliases.allow-files",
                    Form.SWITCH,
                    "false",
                    "Whether aliases in files may lead to Maildirs (`/path/`) and mbox files"
                            + " (`/path/file`).");
    public static final Setting<ExitCodes> ALIAS_EXIT_CODES =
            SECTION.add(
                    "aliases.exit-codes",
                    Form.EXIT_CODES,
                    "sysexits",
                    "By whose convention the exit codes of programs in alias files are read:"
                            + " `sysexits` or `qmail`, as in `[pipes.NAME]`.");
    public static final Setting<Integer> OWN_ALIASES =
            SECTION.add(
                    "aliases.own",
                    Form.NUMBER,
                    "0",
                    "How many addresses each person may make for the own account, in the web pages"
                            + " or by JMAP; `0`: none, aliases are made by the administrator only.");
    public static final Setting<Set<Domain>> OWN_ALIAS_DOMAINS =
            SECTION.add(
                    "aliases.own-domains",
                    new Form<>(
                            "a list of domains such as [\"example.org\"]",
                            AddressTable::readOwnDomains),
                    "",
                    "The domains of ours in which people make addresses; without it that of the own"
                            + " address. A domain for them alone keeps short names free:"
                            + " `[\"a.example.org\"]`.");
    public static final Setting<Duration> OWN_ALIAS_QUARANTINE =
            SECTION.add(
                    "aliases.own-quarantine",
                    Form.TIME,
                    "180d",
                    "How long an address that has expired or was given up refuses mail and is nobody"
                            + " else's.");
    public static final Setting<List<String>> RELAY_DOMAINS =
            SECTION.add(
                    "relay-domains.domains",
                    Form.DOMAINS,
                    "",
                    "Domains that this server is a backup for: mail is taken from anyone and handed"
                            + " on to their better mail exchangers. `*.domain` is all below one.");
    public static final Setting<Optional<Path>> RELAY_RECIPIENTS =
            SECTION.add(
                    "relay-domains.recipients-file",
                    Form.FILE,
                    "",
                    "A file with the addresses that these domains have, one a line, `@domain` for all"
                            + " of one; without it all are taken.");
    public static final Setting<List<String>> MASQUERADE =
            SECTION.add(
                    "rewrite.masquerade",
                    Form.DOMAINS,
                    "",
                    "Domains that hide their hosts: `bob@host.example.org` sends as"
                            + " `bob@example.org`.");

    private AddressTable() {}

    private static Set<Domain> readOwnDomains(String text) {
        return Form.LIST.reader().read(text).stream()
                .map(name ->
                        Domain.parse(name).orElseThrow(() -> new IllegalArgumentException(name)))
                .collect(Collectors.toSet());
    }
}
