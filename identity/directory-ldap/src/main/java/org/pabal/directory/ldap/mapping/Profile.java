// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.ldap.mapping.GroupRule.Form;
import org.pabal.directory.ldap.mapping.Mapping.Delivery;

/// Ready mappings for the schemas that mail servers meet.
public enum Profile {

    /// People (RFC 2798), also with inetLocalMailRecipient
    /// (draft-lachman-laser-ldap-mail-routing-02).
    INETORGPERSON(
            "(&(|(objectClass=inetOrgPerson)(objectClass=inetLocalMailRecipient))"
                    + "(!(objectClass=groupOfNames))(!(objectClass=groupOfUniqueNames))"
                    + "(|(mail={address})(mailLocalAddress={address})))",
            "(&(|(objectClass=inetOrgPerson)(objectClass=inetLocalMailRecipient))"
                    + "(|(uid={login})(mail={address})))",
            "(&(objectClass=inetOrgPerson)(mail=*))",
            Delivery.LOCAL_MAIL_RECIPIENT) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = ofPeople();
            attributes.put(Field.ALIASES, List.of("mailLocalAddress"));
            attributes.put(Field.HOST, List.of("mailHost"));
            attributes.put(Field.ROUTING, List.of("mailRoutingAddress"));
            return attributes;
        }

        @Override
        List<GroupRule> groups() {
            return List.of(
                    new GroupRule(
                            FilterTemplate.parse(
                                    "(&(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))"
                                            + "(|(mail={address})(mailLocalAddress={address})))"),
                            Form.NAMES,
                            List.of("member", "uniqueMember")),
                    new GroupRule(
                            FilterTemplate.parse("(&(objectClass=nisMailAlias)(cn={login}))"),
                            Form.ADDRESSES,
                            List.of("rfc822MailMember")));
        }
    },

    /// Postfix's own schema of old: `mailacceptinggeneralid` is asked for, `maildrop` says where.
    XMAIL(
            "(&(objectClass=xMail)"
                    + "(|(mailacceptinggeneralid={login})(mailacceptinggeneralid={address})))",
            "(&(objectClass=xMail)(uid={login}))",
            "(objectClass=xMail)",
            Delivery.MAILDROP) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = ofPeople();
            attributes.put(Field.MAIL, List.of());
            attributes.put(Field.NAME, List.of("gecos", "cn"));
            attributes.put(Field.ALIASES, List.of("mailacceptinggeneralid"));
            attributes.put(Field.ROUTING, List.of("maildrop"));
            attributes.put(Field.ENABLED, List.of("shadowExpire"));
            return attributes;
        }
    },

    /// Users of a Unix system. RFC 2307.
    POSIX(
            "(&(objectClass=posixAccount)(uid={login}))",
            "(&(objectClass=posixAccount)(uid={login}))",
            "(objectClass=posixAccount)",
            Delivery.HERE) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = ofPeople();
            attributes.put(Field.MAIL, List.of());
            attributes.put(Field.NAME, List.of("gecos", "cn"));
            attributes.put(Field.ENABLED, List.of("shadowExpire"));
            return attributes;
        }
    },

    /// The schema postfix-book, which docker-mailserver reads.
    POSTFIX_BOOK(
            "(&(objectClass=PostfixBookMailAccount)(|(mail={address})(mailAlias={address})))",
            "(&(objectClass=PostfixBookMailAccount)(|(uid={login})(mail={address})))",
            "(&(objectClass=PostfixBookMailAccount)(mail=*))",
            Delivery.HERE) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = ofPeople();
            attributes.put(Field.ALIASES, List.of("mailAlias"));
            attributes.put(Field.QUOTA, List.of("mailQuota"));
            attributes.put(Field.ENABLED, List.of("mailEnabled"));
            return attributes;
        }

        @Override
        List<GroupRule> groups() {
            return List.of(
                    new GroupRule(
                            FilterTemplate.parse(
                                    "(&(objectClass=PostfixBookMailAccount)"
                                            + "(mailGroupMember={address}))"),
                            Form.BACK_LINKS,
                            List.of()),
                    new GroupRule(
                            FilterTemplate.parse(
                                    "(&(objectClass=PostfixBookMailForward)(mailAlias={address}))"),
                            Form.ADDRESSES,
                            List.of("mail")));
        }
    },

    /// Microsoft's directory: [MS-ADTS], [MS-ADA1] to [MS-ADA3]. Samba's too.
    ACTIVE_DIRECTORY(
            "(&(objectClass=user)(!(objectClass=computer))"
                    + "(|(mail={address})(proxyAddresses=smtp:{address})"
                    + "(userPrincipalName={address})))",
            "(&(objectClass=user)(!(objectClass=computer))"
                    + "(|(sAMAccountName={login})(userPrincipalName={address})(mail={address})))",
            "(&(objectClass=user)(!(objectClass=computer))(mail=*))",
            Delivery.HERE) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = new EnumMap<>(Field.class);
            attributes.put(Field.MAIL, List.of("proxyAddresses", "mail", "userPrincipalName"));
            attributes.put(Field.ALIASES, List.of("proxyAddresses"));
            attributes.put(Field.UID, List.of("sAMAccountName"));
            attributes.put(Field.NAME, List.of("displayName", "cn"));
            attributes.put(Field.LANGUAGE, List.of("preferredLanguage"));
            attributes.put(Field.ENABLED, List.of("userAccountControl"));
            attributes.put(Field.KEY, List.of("objectGUID"));
            attributes.put(Field.MEMBERS, List.of("member"));
            attributes.put(Field.GROUP_NAME, List.of("mail", "sAMAccountName"));
            return attributes;
        }

        @Override
        List<GroupRule> groups() {
            return List.of(
                    new GroupRule(
                            FilterTemplate.parse(
                                    "(&(objectClass=group)"
                                            + "(|(mail={address})(proxyAddresses=smtp:{address})))"),
                            Form.NAMES,
                            List.of("member")));
        }
    },

    /// Another Pabal's accounts, as its LDAP view shows them.
    PABAL(
            "(&(objectClass=pabalAccount)(|(mail={address})(mailLocalAddress={address})))",
            "(&(objectClass=pabalAccount)(|(mail={address})(mailLocalAddress={address})))",
            "(objectClass=pabalAccount)",
            Delivery.HERE) {
        @Override
        Map<Field, List<String>> attributes() {
            Map<Field, List<String>> attributes = ofPeople();
            attributes.put(Field.ALIASES, List.of("mailLocalAddress"));
            attributes.put(Field.HOST, List.of("mailHost"));
            attributes.put(Field.LANGUAGE, List.of("pabalLanguage"));
            attributes.put(Field.QUOTA, List.of("pabalQuotaOctets"));
            attributes.put(Field.QUOTA_MESSAGES, List.of("pabalQuotaMessages"));
            attributes.put(Field.ENABLED, List.of("pabalStatus"));
            attributes.put(Field.ROLE, List.of("pabalRole"));
            return attributes;
        }

        @Override
        List<GroupRule> groups() {
            return List.of(
                    new GroupRule(
                            FilterTemplate.parse("(&(objectClass=pabalGroup)(mail={address}))"),
                            Form.ADDRESSES,
                            List.of("rfc822MailMember")));
        }
    };

    private final String find;
    private final String login;
    private final String list;
    private final Delivery delivery;

    Profile(String find, String login, String list, Delivery delivery) {
        this.find = find;
        this.login = login;
        this.list = list;
        this.delivery = delivery;
    }

    abstract Map<Field, List<String>> attributes();

    List<GroupRule> groups() {
        return List.of();
    }

    /// As the settings write it.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The keys of all.
    public static List<String> keys() {
        return Arrays.stream(values()).map(Profile::key).toList();
    }

    public static Optional<Profile> of(String key) {
        return Arrays.stream(values()).filter(profile -> profile.key().equals(key)).findFirst();
    }

    public Mapping mapping() {
        return new Mapping(
                FilterTemplate.parse(find),
                FilterTemplate.parse(login),
                FilterTemplate.parse(list),
                groups(),
                delivery,
                attributes(),
                1);
    }

    /// What most schemas share. RFC 2307, RFC 4519, RFC 4530.
    private static Map<Field, List<String>> ofPeople() {
        Map<Field, List<String>> attributes = new EnumMap<>(Field.class);
        attributes.put(Field.MAIL, List.of("mail"));
        attributes.put(Field.UID, List.of("uid"));
        attributes.put(Field.NAME, List.of("displayName", "cn"));
        attributes.put(Field.LANGUAGE, List.of("preferredLanguage"));
        attributes.put(Field.KEY, List.of("entryUUID"));
        attributes.put(Field.PASSWORD, List.of("userPassword"));
        attributes.put(Field.MEMBERS, List.of("member", "uniqueMember"));
        attributes.put(Field.MEMBER_UIDS, List.of("memberUid"));
        attributes.put(Field.MEMBER_ADDRESSES, List.of("rfc822MailMember"));
        attributes.put(Field.GROUP_NAME, List.of("mail", "cn"));
        return attributes;
    }
}
