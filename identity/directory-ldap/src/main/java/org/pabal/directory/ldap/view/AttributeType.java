// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The attributes that entries of the view have. RFC 4519, RFC 4524, RFC 2798, RFC 2307, and the
/// `misc` and `laser` families that mail systems have used for long; ours are under an arc of X.667,
/// which needs no registration.
enum AttributeType {
    OBJECT_CLASS("2.5.4.0", Matching.WORD, Use.USER, "objectClass"),
    UID("0.9.2342.19200300.100.1.1", Matching.WORD, Use.USER, "uid", "userid"),
    CN("2.5.4.3", Matching.WORD, Use.USER, "cn", "commonName"),
    SN("2.5.4.4", Matching.WORD, Use.USER, "sn", "surname"),
    DISPLAY_NAME("2.16.840.1.113730.3.1.241", Matching.WORD, Use.SINGLE, "displayName"),
    PREFERRED_LANGUAGE("2.16.840.1.113730.3.1.39", Matching.WORD, Use.SINGLE, "preferredLanguage"),
    MAIL("0.9.2342.19200300.100.1.3", Matching.ADDRESS, Use.USER, "mail", "rfc822Mailbox"),
    MAIL_LOCAL_ADDRESS("2.16.840.1.113730.3.1.13", Matching.ADDRESS, Use.USER, "mailLocalAddress"),
    MAIL_HOST("2.16.840.1.113730.3.1.18", Matching.ADDRESS, Use.SINGLE, "mailHost"),
    RFC822_MAIL_MEMBER(
            "1.3.6.1.4.1.42.2.27.2.1.15", Matching.ADDRESS, Use.USER, "rfc822MailMember"),
    MEMBER("2.5.4.31", Matching.NAME, Use.USER, "member"),
    DC("0.9.2342.19200300.100.1.25", Matching.ADDRESS, Use.SINGLE, "dc", "domainComponent"),
    O("2.5.4.10", Matching.WORD, Use.USER, "o", "organizationName"),
    OU("2.5.4.11", Matching.WORD, Use.USER, "ou", "organizationalUnitName"),
    UID_NUMBER("1.3.6.1.1.1.1.0", Matching.NUMBER, Use.SINGLE, "uidNumber"),
    GID_NUMBER("1.3.6.1.1.1.1.1", Matching.NUMBER, Use.SINGLE, "gidNumber"),
    GECOS("1.3.6.1.1.1.1.2", Matching.ADDRESS, Use.SINGLE, "gecos"),
    HOME_DIRECTORY("1.3.6.1.1.1.1.3", Matching.EXACT, Use.SINGLE, "homeDirectory"),
    LOGIN_SHELL("1.3.6.1.1.1.1.4", Matching.EXACT, Use.SINGLE, "loginShell"),

    /// Told to nobody; here so that it can be named.
    USER_PASSWORD("2.5.4.35", Matching.NONE, Use.USER, "userPassword"),

    PABAL_QUOTA_OCTETS(arc(1), Matching.NUMBER, Use.SINGLE, "pabalQuotaOctets"),
    PABAL_QUOTA_MESSAGES(arc(2), Matching.NUMBER, Use.SINGLE, "pabalQuotaMessages"),
    PABAL_LANGUAGE(arc(3), Matching.WORD, Use.SINGLE, "pabalLanguage"),
    PABAL_ROLE(arc(4), Matching.WORD, Use.SINGLE, "pabalRole"),
    PABAL_STATUS(arc(5), Matching.WORD, Use.SINGLE, "pabalStatus"),
    PABAL_OWNER(arc(6), Matching.ADDRESS, Use.SINGLE, "pabalOwner"),
    PABAL_SENDERS(arc(7), Matching.WORD, Use.SINGLE, "pabalSenders"),

    /// An address that is not all ASCII, in files that are given out.
    PABAL_ADDRESS(arc(8), Matching.WORD, Use.SINGLE, "pabalAddress"),

    ENTRY_UUID("1.3.6.1.1.16.4", Matching.UUID, Use.OPERATIONAL, "entryUUID"),
    ENTRY_DN("1.3.6.1.1.20", Matching.NAME, Use.OPERATIONAL, "entryDN"),
    SUBSCHEMA_SUBENTRY("2.5.18.10", Matching.NAME, Use.OPERATIONAL, "subschemaSubentry"),
    HAS_SUBORDINATES("2.5.18.9", Matching.WORD, Use.OPERATIONAL, "hasSubordinates"),

    // Of the root and the subschema. RFC 4512 §4.2, §5.1, RFC 3045.
    NAMING_CONTEXTS("1.3.6.1.4.1.1466.101.120.5", Matching.NAME, Use.OPERATIONAL, "namingContexts"),
    SUPPORTED_LDAP_VERSION(
            "1.3.6.1.4.1.1466.101.120.15",
            Matching.NUMBER,
            Use.OPERATIONAL,
            "supportedLDAPVersion"),
    SUPPORTED_EXTENSION(
            "1.3.6.1.4.1.1466.101.120.7", Matching.WORD, Use.OPERATIONAL, "supportedExtension"),
    SUPPORTED_CONTROL(
            "1.3.6.1.4.1.1466.101.120.13", Matching.WORD, Use.OPERATIONAL, "supportedControl"),
    SUPPORTED_FEATURES(
            "1.3.6.1.4.1.4203.1.3.5", Matching.WORD, Use.OPERATIONAL, "supportedFeatures"),
    SUPPORTED_SASL_MECHANISMS(
            "1.3.6.1.4.1.1466.101.120.14",
            Matching.WORD,
            Use.OPERATIONAL,
            "supportedSASLMechanisms"),
    VENDOR_NAME("1.3.6.1.1.4", Matching.WORD, Use.OPERATIONAL, "vendorName"),
    VENDOR_VERSION("1.3.6.1.1.5", Matching.WORD, Use.OPERATIONAL, "vendorVersion"),
    ATTRIBUTE_TYPES("2.5.21.5", Matching.WORD, Use.OPERATIONAL, "attributeTypes"),
    OBJECT_CLASSES("2.5.21.6", Matching.WORD, Use.OPERATIONAL, "objectClasses"),
    LDAP_SYNTAXES("1.3.6.1.4.1.1466.101.120.16", Matching.WORD, Use.OPERATIONAL, "ldapSyntaxes");

    /// How values compare.
    enum Matching {
        WORD("caseIgnoreMatch", "caseIgnoreSubstringsMatch", "1.3.6.1.4.1.1466.115.121.1.15"),
        ADDRESS(
                "caseIgnoreIA5Match",
                "caseIgnoreIA5SubstringsMatch",
                "1.3.6.1.4.1.1466.115.121.1.26"),
        EXACT("caseExactIA5Match", "", "1.3.6.1.4.1.1466.115.121.1.26"),
        NUMBER("integerMatch", "", "1.3.6.1.4.1.1466.115.121.1.27"),
        NAME("distinguishedNameMatch", "", "1.3.6.1.4.1.1466.115.121.1.12"),
        UUID("uuidMatch", "", "1.3.6.1.1.16.1"),
        NONE("octetStringMatch", "", "1.3.6.1.4.1.1466.115.121.1.40");

        private final String equality;
        private final String substrings;
        private final String syntax;

        Matching(String equality, String substrings, String syntax) {
            this.equality = equality;
            this.substrings = substrings;
            this.syntax = syntax;
        }

        /// Whether values have an order that `>=` and `<=` go by.
        boolean isOrdered() {
            return this == NUMBER || this == WORD || this == ADDRESS;
        }

        boolean hasSubstrings() {
            return !substrings.isEmpty();
        }
    }

    /// Who asks for it.
    enum Use {
        USER,
        /// Has one value.
        SINGLE,
        /// Shown to those who name it, or ask for `+`. RFC 3673.
        OPERATIONAL
    }

    /// Every name and number of every attribute, in lower case.
    private static final Map<String, AttributeType> BY_NAME =
            Stream.of(values())
                    .flatMap(type ->
                            Stream.concat(type.names().stream(), Stream.of(type.oid))
                                    .map(name -> Map.entry(name.toLowerCase(Locale.ROOT), type)))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String oid;
    private final Matching matching;
    private final Use use;
    private final String title;

    /// All of them, with spaces between.
    private final String names;

    AttributeType(String oid, Matching matching, Use use, String... names) {
        this.oid = oid;
        this.matching = matching;
        this.use = use;
        this.title = names[0];
        this.names = String.join(" ", names);
    }

    private static String arc(int number) {
        return ObjectClass.ARC + ".1." + number;
    }

    /// By any of its names; empty also for one with options, which no value here has.
    static Optional<AttributeType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The name under which it is shown.
    String title() {
        return title;
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }

    Matching matching() {
        return matching;
    }

    boolean isOperational() {
        return use == Use.OPERATIONAL;
    }

    /// RFC 4512 §4.1.2.
    String definition() {
        StringBuilder text = new StringBuilder("( ").append(oid).append(" NAME ");
        text.append(
                names().size() == 1
                        ? "'" + title() + "'"
                        : names().stream().collect(Collectors.joining("' '", "( '", "' )")));
        text.append(" EQUALITY ").append(matching.equality);
        if (matching.hasSubstrings()) {
            text.append(" SUBSTR ").append(matching.substrings);
        }
        text.append(" SYNTAX ").append(matching.syntax);
        if (use == Use.SINGLE || this == ENTRY_UUID || this == ENTRY_DN) {
            text.append(" SINGLE-VALUE");
        }
        if (isOperational()) {
            text.append(" NO-USER-MODIFICATION USAGE directoryOperation");
        }
        return text.append(" )").toString();
    }
}
