// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pabal.directory.password.PasswordHash;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Reads the lines of `passwd`, `shadow` and Dovecot's passwd-file:
///
/// ```
/// user:password:uid:gid:gecos:home:shell:extra fields
/// user:password:last change:min:max:warn:inactive:expire:
/// ```
///
/// The user is a name or an address. Of the extra fields count `userdb_quota_rule`,
/// `userdb_quota_storage_size`, `nologin`, and those that restrict from where one may log in: what
/// cannot be kept to shuts the log-in.
final class PasswdLines {
    private static final int MAX_SHOWN = 5;
    private static final int MAX_NAME_CHARS = 255;
    private static final Set<String> RESTRICTING =
            Set.of("allow_nets", "allow_real_nets", "user", "proxy");

    /// The domain of a bare name; empty where the file is of several.
    private final Optional<Domain> domain;

    private final Set<Domain> domains;
    private final Map<Address, FileAccount> accounts = new HashMap<>();
    private final List<String> first = new ArrayList<>();
    private int problems;

    PasswdLines(Optional<Domain> domain, Set<Domain> domains) {
        this.domain = domain;
        this.domains = domains;
    }

    /// One line, cut at its colons.
    private record Line(int number, String[] fields) {
        String field(int index) {
            return index < fields.length ? fields[index] : "";
        }
    }

    /// @param shadow the other file's octets; empty for none
    FileAccounts read(byte[] passwd, Optional<byte[]> shadow) {
        Map<String, Line> secrets = new HashMap<>();
        shadow.ifPresent(
                octets -> lines(octets, 9).forEach(line -> secrets.put(line.field(0), line)));
        for (Line line : lines(passwd, 8)) {
            read(line, secrets);
        }
        return new FileAccounts(Map.copyOf(accounts), problems, List.copyOf(first));
    }

    private static List<Line> lines(byte[] octets, int fields) {
        List<Line> lines = new ArrayList<>();
        String text = new String(octets, StandardCharsets.UTF_8);
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(start, stop).stripTrailing();
            number++;
            if (!line.isEmpty() && line.charAt(0) != '#') {
                lines.add(new Line(number, line.split(":", fields)));
            }
            start = stop + 1;
        }
        return lines;
    }

    private void read(Line line, Map<String, Line> secrets) {
        String user = line.field(0);
        Optional<Address> address = address(user);
        if (address.isEmpty()) {
            problem(line, shown(user) + " is not an account of a domain of this directory");
        } else if (accounts.containsKey(address.get())) {
            problem(line, address.get() + " stands there already, which counts");
        } else {
            accounts.put(
                    address.get(),
                    account(line, address.get(), Optional.ofNullable(secrets.get(user))));
        }
    }

    private Optional<Address> address(String user) {
        boolean whole = user.indexOf('@') >= 0;
        if (user.isEmpty() || !whole && domain.isEmpty()) {
            return Optional.empty();
        }
        return (whole ? Address.parse(user) : Address.parse(user + "@" + domain.get()))
                .map(Address::lookupForm)
                .filter(address -> domains.contains(address.domain()));
    }

    private FileAccount account(Line line, Address address, Optional<Line> secret) {
        Map<String, String> extra = extra(line);
        Optional<String> noLogin = noLogin(line, address, extra, secret);
        QuotaRule quota = quota(line, extra);
        return new FileAccount(
                address,
                secret.map(other -> other.field(1)).orElse(line.field(1)),
                name(line.field(4)),
                quota.octets(),
                quota.messages(),
                secret.map(other -> lastDay(other.field(7))).orElse(OptionalLong.empty()),
                noLogin);
    }

    private static Map<String, String> extra(Line line) {
        Map<String, String> extra = new HashMap<>();
        for (String field : line.field(7).split("[ \\t]+")) {
            int equals = field.indexOf('=');
            extra.putIfAbsent(
                    equals < 0 ? field : field.substring(0, equals),
                    equals < 0 ? "" : field.substring(equals + 1));
        }
        return extra;
    }

    private Optional<String> noLogin(
            Line line, Address address, Map<String, String> extra, Optional<Line> secret) {
        Optional<String> restricted =
                RESTRICTING.stream().filter(extra::containsKey).sorted().findFirst();
        if (restricted.isPresent()) {
            problem(line, address + " has " + restricted.get() + ", which is not kept here");
            return Optional.of("the field " + restricted.get() + " cannot be kept here");
        }
        String hash = secret.map(other -> other.field(1)).orElse(line.field(1));
        return extra.containsKey("nologin") && !extra.getOrDefault("nologin", "").equals("no")
                ? Optional.of("the line says nologin")
                : hash.isEmpty() || hash.equals("x") || hash.startsWith("!") || hash.startsWith("*")
                        ? Optional.of("it has no password, or a locked one")
                        : unknown(line, address, hash);
    }

    private Optional<String> unknown(Line line, Address address, String hash) {
        if (PasswordHash.parse(hash) instanceof PasswordHash.Parsed.Unsupported(var reason)) {
            problem(line, "the password of " + address + ": " + reason);
            return Optional.of(reason);
        }
        return Optional.empty();
    }

    /// GECOS has the name first, then rooms and telephones.
    private static String name(String gecos) {
        String name = gecos.split(",", 2)[0].strip();
        return name.length() > MAX_NAME_CHARS || name.chars().anyMatch(Character::isISOControl)
                ? ""
                : name;
    }

    private static OptionalLong lastDay(String text) {
        return text.matches("\\d{1,9}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private QuotaRule quota(Line line, Map<String, String> extra) {
        String size = extra.getOrDefault("userdb_quota_storage_size", "");
        String rule = extra.getOrDefault("userdb_quota_rule", "");
        if (size.isEmpty() && rule.isEmpty()) {
            return QuotaRule.NONE;
        }
        Optional<QuotaRule> parsed = QuotaRule.parse(size.isEmpty() ? rule : "*:bytes=" + size);
        if (parsed.isEmpty()) {
            problem(line, "its quota is not understood: it has none");
        }
        return parsed.orElse(QuotaRule.NONE);
    }

    private void problem(Line line, String what) {
        problems++;
        if (first.size() < MAX_SHOWN) {
            first.add("line " + line.number() + ": " + what);
        }
    }

    private static String shown(String text) {
        return text.length() > 100 || text.chars().anyMatch(Character::isISOControl)
                ? "what stands there"
                : text;
    }
}
