// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.routing.Aliases.Alias;

/// Reads alias files and what they include, with all that may be wrong in them. For one thread.
///
/// Who can write such a file decides where mail goes and perhaps which program runs: it must belong
/// to the superuser or to the server's own user, and nobody else may change it.
final class AliasReader {
    private static final int MAX_DEPTH = 5; // include files in include files
    private static final long MAX_OCTETS = 16L << 20;
    private static final int MAX_TARGETS = 1_000; // of one alias, as in the directory

    private final AliasRules rules;
    private final Domain home;
    private final Map<Address, Alias> aliases = new HashMap<>();
    private final Map<Path, Stamp> files = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    AliasReader(AliasRules rules, Domain home) {
        this.rules = rules;
        this.home = home;
    }

    /// What tells one version of a file from another; a file that is not there has none.
    record Stamp(Optional<Object> key, long millis, long octets) {
        static Stamp of(Path file) {
            try {
                PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
                return new Stamp(
                        Optional.ofNullable(found.fileKey()),
                        found.lastModifiedTime().toMillis(),
                        found.size());
            } catch (IOException absent) {
                return new Stamp(Optional.empty(), 0, 0);
            }
        }
    }

    /// @param aliases by name; an empty local-part stands for every other address
    /// @param files all that were read
    /// @param problems `file:line: what is wrong and what to do`
    record Result(Map<Address, Alias> aliases, Map<Path, Stamp> files, List<String> problems) {}

    Result read() {
        for (Path file : rules.files()) {
            AliasSyntax.Parsed parsed = AliasSyntax.aliases(lines(file, file.toString()));
            parsed.problems().forEach(problem -> problems.add(file + ":" + problem));
            parsed.entries().forEach(entry -> take(file, entry));
        }
        aliases.replaceAll((name, alias) -> withOwner(alias));
        return new Result(Map.copyOf(aliases), Map.copyOf(files), List.copyOf(problems));
    }

    private void take(Path file, AliasSyntax.Entry entry) {
        String place = file + ":" + entry.line();
        Optional<Address> name = name(entry.name());
        if (name.isEmpty()) {
            problems.add(place + ": '" + entry.name() + "' is not a name, an address or @domain");
            return;
        }
        List<AliasTarget> targets = new ArrayList<>();
        for (AliasSyntax.Word word : entry.targets()) {
            target(word, place, 0, targets);
        }
        if (targets.size() > MAX_TARGETS) {
            problems.add(
                    place + ": '" + entry.name() + "' has more than " + MAX_TARGETS + " targets");
        } else if (!targets.isEmpty()) {
            Alias alias = new Alias(name.get(), place, targets, Optional.empty());
            aliases.putIfAbsent(name.get(), alias);
        }
    }

    private Optional<Address> name(String text) {
        return text.startsWith("@")
                ? Domain.parse(text.substring(1)).map(domain -> new Address("", domain))
                : address(text).map(Address::lookupForm);
    }

    /// A name without a domain, which may hold what an address has in quotes only, or an address.
    private Optional<Address> address(String text) {
        if (text.indexOf('@') >= 0) {
            return Address.parse(text);
        }
        String quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return Address.parse(text + "@" + home).or(() -> Address.parse(quoted + "@" + home));
    }

    private void target(AliasSyntax.Word word, String place, int depth, List<AliasTarget> targets) {
        String text = word.text();
        if (targets.size() > MAX_TARGETS) {
            return; // told by whoever asked
        }
        if (text.startsWith("|")) {
            program(text.substring(1), place, targets);
        } else if (text.startsWith("/")) {
            file(text, place, targets);
        } else if (text.startsWith(":include:")) {
            include(text.substring(":include:".length()).strip(), place, depth, targets);
        } else {
            boolean itself = text.startsWith("\\") && !word.quoted();
            Optional<Address> address = address(itself ? text.substring(1) : text);
            if (address.isEmpty()) {
                problems.add(place + ": '" + text + "' is not an address");
            } else {
                targets.add(
                        itself
                                ? new AliasTarget.Itself(address.get())
                                : new AliasTarget.To(address.get()));
            }
        }
    }

    private void program(String text, String place, List<AliasTarget> targets) {
        List<String> command = AliasSyntax.command(text);
        if (!rules.programs()) {
            problems.add(
                    place
                            + ": mail for a program (|"
                            + text.strip()
                            + ") is refused; set aliases.allow-programs = true or make it a pipe of"
                            + " the settings");
        } else if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            problems.add(place + ": a program must have an absolute path, not: |" + text);
        } else {
            targets.add(new AliasTarget.Kept(new NextHop.Program(command)));
        }
    }

    private void file(String text, String place, List<AliasTarget> targets) {
        if (!rules.maildirs()) {
            problems.add(
                    place
                            + ": mail for a file ("
                            + text
                            + ") is refused; set aliases.allow-files = true or name an address");
        } else if (!MaildirPath.isTemplate(text)) {
            problems.add(
                    place
                            + ": '"
                            + text
                            + "' must be an absolute path of plain characters, which ends in '/'"
                            + " for a Maildir");
        } else {
            targets.add(
                    new AliasTarget.Kept(
                            text.endsWith("/")
                                    ? new NextHop.Maildir(text)
                                    : new NextHop.Mbox(text)));
        }
    }

    private void include(String text, String place, int depth, List<AliasTarget> targets) {
        if (!text.startsWith("/")) {
            problems.add(place + ": an include file must have an absolute path, not: " + text);
            return;
        }
        if (depth == MAX_DEPTH) {
            problems.add(
                    place
                            + ": "
                            + text
                            + " is the "
                            + (MAX_DEPTH + 1)
                            + "th include file in a row; they lead in a circle or too deep");
            return;
        }
        Path file = Path.of(text);
        for (AliasSyntax.Entry entry : AliasSyntax.included(lines(file, place)).entries()) {
            for (AliasSyntax.Word word : entry.targets()) {
                target(word, file + ":" + entry.line(), depth + 1, targets);
            }
        }
    }

    /// @param place where the file is named, for what is wrong with all of it
    private List<String> lines(Path file, String place) {
        files.put(file, Stamp.of(file));
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            Optional<String> objection = objection(file, found);
            if (objection.isPresent()) {
                problems.add(place + ": " + objection.get());
                return List.of();
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException absent) {
            problems.add(place + ": there is no file " + file);
        } catch (IOException unreadable) {
            problems.add(place + ": " + file + " cannot be read: " + unreadable.getMessage());
        }
        return List.of();
    }

    private static Optional<String> objection(Path file, PosixFileAttributes found) {
        Set<PosixFilePermission> permissions = found.permissions();
        String owner = found.owner().getName();
        if (!found.isRegularFile()) {
            return Optional.of(file + " is not a file");
        }
        if (found.size() > MAX_OCTETS) {
            return Optional.of(file + " is larger than 16 MiB; use the directory for so many");
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of(file + " can be changed by others: chmod go-w " + file);
        }
        return owner.equals("root") || owner.equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of(
                        file
                                + " belongs to "
                                + owner
                                + ", who could redirect mail; give it to root or to the server's"
                                + " user");
    }

    /// `owner-team` makes `team` a list.
    private Alias withOwner(Alias alias) {
        Address owner = new Address("owner-" + alias.name().localPart(), alias.name().domain());
        return aliases.containsKey(owner) && !alias.name().localPart().isEmpty()
                ? new Alias(alias.name(), alias.place(), alias.targets(), Optional.of(owner))
                : alias;
    }
}
