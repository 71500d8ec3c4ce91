// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a script may `require`. RFC 5228 §3.2, and the RFC that each has beside it.
public enum Extension {
    BODY("body"), // RFC 5173
    COMPARATOR_OCTET("comparator-i;octet"), // RFC 5228 §2.7.3
    COMPARATOR_ASCII_CASEMAP("comparator-i;ascii-casemap"),
    COMPARATOR_ASCII_NUMERIC("comparator-i;ascii-numeric"),
    COMPARATOR_UNICODE_CASEMAP("comparator-i;unicode-casemap"), // RFC 5051
    COPY("copy"), // RFC 3894
    DATE("date"), // RFC 5260
    INDEX("index"), // RFC 5260
    DUPLICATE("duplicate"), // RFC 7352
    EDITHEADER("editheader"), // RFC 5293
    ENCODED_CHARACTER("encoded-character"), // RFC 5228 §2.4.2.4
    ENOTIFY("enotify"), // RFC 5435
    ENVELOPE("envelope"), // RFC 5228 §5.4
    ENVELOPE_DSN("envelope-dsn"), // RFC 6009
    REDIRECT_DSN("redirect-dsn"),
    ENVELOPE_DELIVERBY("envelope-deliverby"),
    REDIRECT_DELIVERBY("redirect-deliverby"),
    ENVIRONMENT("environment"), // RFC 5183
    EREJECT("ereject"), // RFC 5429
    REJECT("reject"),
    EXTLISTS("extlists"), // RFC 6134
    EXTRACTTEXT("extracttext"), // RFC 5703
    FOREVERYPART("foreverypart"),
    MIME("mime"),
    REPLACE("replace"),
    ENCLOSE("enclose"),
    FCC("fcc"), // RFC 8580
    FILEINTO("fileinto"), // RFC 5228 §4.1
    IHAVE("ihave"), // RFC 5463
    IMAP4FLAGS("imap4flags"), // RFC 5232
    IMAPSIEVE("imapsieve"), // RFC 6785
    INCLUDE("include"), // RFC 6609
    MAILBOX("mailbox"), // RFC 5490
    MBOXMETADATA("mboxmetadata"),
    SERVERMETADATA("servermetadata"),
    MAILBOXID("mailboxid"), // RFC 9042
    REGEX("regex"),
    RELATIONAL("relational"), // RFC 5231
    SNOOZE("snooze"),
    SPAMTEST("spamtest"), // RFC 5235
    SPAMTESTPLUS("spamtestplus"),
    VIRUSTEST("virustest"),
    SPECIAL_USE("special-use"), // RFC 8579
    SUBADDRESS("subaddress"), // RFC 5233
    VACATION("vacation"), // RFC 5230
    VACATION_SECONDS("vacation-seconds"), // RFC 6131
    VARIABLES("variables"), // RFC 5229
    DOVECOT_DEBUG("vnd.dovecot.debug"),
    DOVECOT_ENVIRONMENT("vnd.dovecot.environment"),
    DOVECOT_PIPE("vnd.dovecot.pipe"),
    DOVECOT_FILTER("vnd.dovecot.filter"),
    DOVECOT_EXECUTE("vnd.dovecot.execute"),

    /// What scripts said before RFC 5232.
    IMAPFLAGS("imapflags"),

    /// What scripts said before RFC 5435.
    NOTIFY("notify");

    private static final Map<String, Extension> BY_NAME = byName();

    private final String capability;

    Extension(String capability) {
        this.capability = capability;
    }

    /// The name that `require` takes.
    public String capability() {
        return capability;
    }

    /// @param capability compared as it is written. RFC 5228 §3.2
    public static Optional<Extension> named(String capability) {
        return Optional.ofNullable(BY_NAME.get(capability));
    }

    /// What is allowed by requiring this one, itself included.
    public Set<Extension> implied() {
        return switch (this) {
            case VACATION_SECONDS -> EnumSet.of(this, VACATION); // RFC 6131 §2
            case SPAMTESTPLUS -> EnumSet.of(this, SPAMTEST); // RFC 5235 §2.3
            case DOVECOT_ENVIRONMENT -> EnumSet.of(this, ENVIRONMENT);
            default -> EnumSet.of(this);
        };
    }

    /// An old name of something that has a new one.
    public Optional<Extension> successor() {
        return switch (this) {
            case IMAPFLAGS -> Optional.of(IMAP4FLAGS);
            case NOTIFY -> Optional.of(ENOTIFY);
            default -> Optional.empty();
        };
    }

    private static Map<String, Extension> byName() {
        Map<String, Extension> names = new HashMap<>();
        for (Extension extension : values()) {
            names.put(extension.capability, extension);
        }
        return Collections.unmodifiableMap(names);
    }
}
