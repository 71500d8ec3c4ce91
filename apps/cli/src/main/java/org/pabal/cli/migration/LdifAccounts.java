// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.cli.migration.Migrated.Profile;
import org.pabal.cli.migration.Migrated.Secret;

/// Understands entries of mail users and groups, whatever schema their directory had: that of
/// Postfix's old xMail, inetLocalMailRecipient, RFC 2307, postfix-book, Sun's mailGroup, ours.
///
/// An entry with a password or a place for mail is an account; one that only leads elsewhere, and a
/// group with addresses, is an alias. Values that are programs or files are left (THREATS L02).
public final class LdifAccounts {
    private static final Set<String> PEOPLE =
            Set.of(
                    "account",
                    "person",
                    "organizationalperson",
                    "inetorgperson",
                    "posixaccount",
                    "shadowaccount",
                    "xmail",
                    "inetlocalmailrecipient",
                    "postfixbookmailaccount",
                    "qmailuser",
                    "mailrecipient",
                    "pabalaccount");

    private static final Set<String> GROUPS =
            Set.of(
                    "groupofnames",
                    "groupofuniquenames",
                    "nismailalias",
                    "mailgroup",
                    "rfc822mailgroup",
                    "pabalgroup");

    private static final String[] OTHER_NAMES = {
        "mail",
        "mailLocalAddress",
        "mailacceptinggeneralid",
        "mailAlternateAddress",
        "mailAlias",
        "rfc822Mailbox"
    };

    private static final String[] TARGETS = {
        "rfc822MailMember", "mgrpRFC822MailMember", "mailForwardingAddress", "maildrop"
    };

    private static final Pattern DOMAIN_COMPONENT =
            Pattern.compile("(?i)(?:^|,)\\s*dc\\s*=\\s*([^,]+)");
    private static final Pattern USER = Pattern.compile("(?i)^\\s*uid\\s*=\\s*([^,+]+),");
    private static final Pattern SCHEME = Pattern.compile("(?s)\\{([A-Za-z0-9./_-]{1,40})\\}(.*)");

    /// What the shells of mail servers would run or write to.
    private static final Pattern NO_ADDRESS = Pattern.compile("[|/:\"].*|.*[\\s,;<>()].*");

    private final Optional<String> domain;

    /// @param domain of names without one; else that of the entry's own name (`dc=`)
    public LdifAccounts(Optional<String> domain) {
        this.domain = domain;
    }

    public Migrated read(LdifItem item) {
        return switch (item) {
            case LdifItem.Unreadable(int line, String reason) ->
                    new Migrated.Left(line, "a record", reason);
            case LdifItem.Entry entry -> read(entry);
        };
    }

    private Migrated read(LdifItem.Entry entry) {
        Set<String> classes = entry.classes();
        boolean group = classes.stream().anyMatch(GROUPS::contains);
        if (!group && classes.stream().noneMatch(PEOPLE::contains)) {
            return new Migrated.Other(entry.line());
        }
        Optional<String> home = domain.or(() -> domain(entry.dn()));
        return group ? group(entry, home) : person(entry, home);
    }

    /// `dc=example,dc=org`, also `dc=sds,dc=co.kr`.
    static Optional<String> domain(String dn) {
        List<String> labels = new ArrayList<>();
        Matcher matcher = DOMAIN_COMPONENT.matcher(dn);
        while (matcher.find()) {
            labels.add(matcher.group(1).strip());
        }
        return labels.isEmpty() ? Optional.empty() : Optional.of(String.join(".", labels));
    }

    private Migrated person(LdifItem.Entry entry, Optional<String> home) {
        Optional<String> uid = entry.text("uid", "userid").or(() -> user(entry.dn()));
        List<String> mails = entry.texts("mail", "rfc822Mailbox");
        Optional<String> address =
                entry.text("pabalAddress")
                        .or(() -> preferred(mails, home))
                        .or(() -> uid.filter(name -> name.indexOf('@') > 0))
                        .or(() -> uid.flatMap(name -> home.map(at -> name + "@" + at)));
        if (address.isEmpty()) {
            return new Migrated.Left(
                    entry.line(),
                    entry.dn(),
                    "has neither mail nor a uid in a known domain (--domain)");
        }
        if (NO_ADDRESS.matcher(address.get()).matches()) {
            return new Migrated.Left(
                    entry.line(), entry.dn(), "'" + address.get() + "' is no address");
        }
        List<String> notes = new ArrayList<>();
        List<String> elsewhere = elsewhere(entry, address.get(), uid, home, notes);
        Secret secret = secret(entry, notes);
        if (secret instanceof Secret.Missing && !elsewhere.isEmpty()) {
            return new Migrated.Group(
                    entry.line(), address.get(), elsewhere, Optional.empty(), "", notes);
        }
        if (!elsewhere.isEmpty()) {
            notes.add(
                    "its mail went to "
                            + String.join(", ", elsewhere)
                            + "; it stays in its own mailbox here: redirect it with a script");
        }
        return new Migrated.Account(
                entry.line(),
                address.get(),
                secret,
                name(entry, uid.orElse("")),
                profile(entry),
                otherNames(entry, address.get(), home, notes),
                notes);
    }

    /// The first that is of the domain; else the first.
    private static Optional<String> preferred(List<String> mails, Optional<String> home) {
        return mails.stream()
                .filter(mail ->
                        home.filter(at ->
                                        mail.toLowerCase(Locale.ROOT)
                                                .endsWith("@" + at.toLowerCase(Locale.ROOT)))
                                .isPresent())
                .findFirst()
                .or(() -> mails.stream().filter(mail -> mail.indexOf('@') > 0).findFirst());
    }

    private static Optional<String> user(String dn) {
        Matcher matcher = USER.matcher(dn);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /// Where the mail of a person goes, unless that is the person's own mailbox, here or on the host
    /// that had it.
    private List<String> elsewhere(
            LdifItem.Entry entry,
            String address,
            Optional<String> uid,
            Optional<String> home,
            List<String> notes) {
        List<String> targets = new ArrayList<>();
        for (LdifItem.Value value :
                entry.all("maildrop", "mailRoutingAddress", "mailForwardingAddress").toList()) {
            String text = value.text().orElse("").strip();
            String local = local(text);
            boolean own =
                    local.equalsIgnoreCase(uid.orElse(""))
                            || local.equalsIgnoreCase(local(address));
            if (!own) {
                address(value, home, notes).ifPresent(targets::add);
            }
        }
        return targets;
    }

    private static String local(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    /// A value as an address, completed with the domain; a note for one that is none.
    private static Optional<String> address(
            LdifItem.Value value, Optional<String> home, List<String> notes) {
        String text = value.text().orElse("").strip();
        if (text.isEmpty() || NO_ADDRESS.matcher(text).matches()) {
            notes.add(
                    "line "
                            + value.line()
                            + ": "
                            + value.attribute()
                            + " is no address: "
                            + (text.length() > 60 ? text.substring(0, 60) + "…" : text));
            return Optional.empty();
        }
        return text.indexOf('@') >= 0 || home.isEmpty()
                ? Optional.of(text)
                : Optional.of(text + "@" + home.get());
    }

    private static List<String> otherNames(
            LdifItem.Entry entry, String address, Optional<String> home, List<String> notes) {
        Set<String> names = new LinkedHashSet<>();
        entry.all(OTHER_NAMES).forEach(value -> address(value, home, notes).ifPresent(names::add));
        names.removeIf(name -> name.equalsIgnoreCase(address));
        return List.copyOf(names);
    }

    private static String name(LdifItem.Entry entry, String uid) {
        String gecos = entry.text("gecos").map(text -> text.split(",", -1)[0]).orElse("");
        return entry.text("displayName")
                .or(() -> entry.text("cn", "commonName").filter(cn -> !cn.equalsIgnoreCase(uid)))
                .orElse(gecos.equalsIgnoreCase(uid) ? "" : gecos);
    }

    private static Profile profile(LdifItem.Entry entry) {
        boolean ours = entry.classes().contains("pabalaccount");
        String language =
                entry.text("pabalLanguage", "preferredLanguage")
                        .map(tag -> tag.toLowerCase(Locale.ROOT))
                        .orElse("");
        return new Profile(
                language.startsWith("ko") ? "ko" : "",
                entry.text("pabalQuotaOctets").orElse(""),
                entry.text("pabalQuotaMessages").orElse(""),
                entry.text("pabalRole").orElse(""),
                ours ? entry.text("mailHost").orElse("") : "",
                entry.text("pabalStatus").filter("disabled"::equalsIgnoreCase).isEmpty());
    }

    /// The first that says anything; what LDAP has without a scheme is the password itself. RFC 4519
    /// §2.41.
    private static Secret secret(LdifItem.Entry entry, List<String> notes) {
        List<LdifItem.Value> values = entry.all("userPassword").toList();
        for (LdifItem.Value value : values) {
            String text = value.text().orElse("");
            Matcher scheme = SCHEME.matcher(text);
            if (!scheme.matches()) {
                if (!text.isBlank()) {
                    return text.startsWith("$")
                            ? new Secret.Hash(text)
                            : new Secret.Clear(withoutLineEnd(text));
                }
                notes.add("line " + value.line() + ": the password is empty; set one");
                continue;
            }
            String stored = withoutLineEnd(scheme.group(2));
            switch (scheme.group(1).toUpperCase(Locale.ROOT)) {
                case "PLAIN", "CLEAR", "CLEARTEXT" -> {
                    return new Secret.Clear(stored);
                }
                case "SASL", "KERBEROS" ->
                        notes.add("line " + value.line() + ": the password is kept elsewhere");
                default -> {
                    if (stored.length() > 2 && !stored.startsWith("!") && !stored.startsWith("*")) {
                        return new Secret.Hash("{" + scheme.group(1) + "}" + stored);
                    }
                    notes.add("line " + value.line() + ": no password lets in with this; set one");
                }
            }
        }
        if (values.isEmpty() && entry.classes().contains("posixaccount")) {
            notes.add("has no password; set one");
        }
        return new Secret.Missing();
    }

    private static String withoutLineEnd(String text) {
        return text.replaceFirst("[\\r\\n]+$", "");
    }

    private Migrated group(LdifItem.Entry entry, Optional<String> home) {
        Optional<String> name =
                entry.text("pabalAddress", "mail", "rfc822Mailbox", "mailLocalAddress")
                        .or(() ->
                                entry.text("cn", "commonName")
                                        .flatMap(cn ->
                                                cn.indexOf('@') >= 0
                                                        ? Optional.of(cn)
                                                        : home.map(at -> cn + "@" + at)));
        List<String> notes = new ArrayList<>();
        Set<String> targets = new LinkedHashSet<>();
        entry.all(TARGETS).forEach(value -> address(value, home, notes).ifPresent(targets::add));
        if (targets.isEmpty()) {
            members(entry, targets, notes);
        }
        boolean mayBeEmpty = entry.text("pabalSenders").isPresent();
        if (name.isEmpty() || targets.isEmpty() && !mayBeEmpty) {
            notes.add(0, name.isEmpty() ? "has no address" : "leads to no address");
            return new Migrated.Left(entry.line(), entry.dn(), String.join("; ", notes));
        }
        return new Migrated.Group(
                entry.line(),
                name.get(),
                List.copyOf(targets),
                entry.text("pabalOwner"),
                entry.text("pabalSenders").orElse(""),
                notes);
    }

    /// Members are entries: their names tell user and domain, as those of the people do.
    private void members(LdifItem.Entry entry, Set<String> targets, List<String> notes) {
        for (LdifItem.Value value : entry.all("member", "uniqueMember").toList()) {
            String dn = value.text().orElse("");
            Optional<String> user = user(dn);
            Optional<String> at = domain.or(() -> domain(dn));
            if (user.isPresent() && at.isPresent()) {
                targets.add(user.get() + "@" + at.get());
            } else {
                notes.add("line " + value.line() + ": the member " + dn + " names no user");
            }
        }
    }
}
