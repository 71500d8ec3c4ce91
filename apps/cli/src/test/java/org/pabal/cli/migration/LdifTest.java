// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.cli.migration.Migrated.Secret;

/// LDIF as people and programs write it. RFC 2849.
class LdifTest {
    private static final String HURD =
            """
            # Organization for MyDomain
             which goes on
            dn: dc=mydomain,dc=com
            objectClass: dcObject
            dc: mydomain

            dn: uid=hurd,ou=People,dc=mydomain,dc=com
            objectClass: account
            objectClass: posixAccount
            objectClass: xMail
            uid: hurd
            cn: hurd
            cn;lang-ko:: 7LWc7JiB67SJ
            gecos: Young Choe,,,
            userPassword:: e1NIQX1tOE5GU2RWbDJWQmJLSDNnelNDc2Q3NGRQeXc9Cg==
            uidNumber: 1005
            maildrop: hurd@imap.mydomain.com
            mailacceptinggeneralid: hurd
            mailacceptinggeneralid: young
             bong
            mailacceptinggeneralid: |/bin/sh
            """;

    @Test
    void theEntriesOfAMigrationScriptBecomeAccounts() throws IOException {
        List<Migrated> read = migrated(HURD);
        assertThat(read).hasSize(2);
        assertThat(read.get(0)).isInstanceOf(Migrated.Other.class);
        Migrated.Account hurd = (Migrated.Account) read.get(1);
        assertThat(hurd.line()).isEqualTo(7);
        assertThat(hurd.address()).isEqualTo("hurd@mydomain.com");
        assertThat(hurd.name()).isEqualTo("Young Choe");
        assertThat(hurd.secret()).isEqualTo(new Secret.Hash("{SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw="));
        assertThat(hurd.names()).containsExactly("youngbong@mydomain.com");
        assertThat(hurd.notes())
                .containsExactly("line 21: mailacceptinggeneralid is no address: |/bin/sh");
    }

    @Test
    void labelsOfDomainsMayBeSeveralInOne() {
        assertThat(LdifAccounts.domain("uid=hurd,ou=People,dc=sds,dc=co.kr")).contains("sds.co.kr");
        assertThat(LdifAccounts.domain("cn=config")).isEmpty();
    }

    @Test
    void passwordsComeInEveryForm() throws IOException {
        assertThat(secret("userPassword: {CRYPT}sa6zCY2NLg.wE"))
                .isEqualTo(new Secret.Hash("{CRYPT}sa6zCY2NLg.wE"));
        assertThat(secret("userPassword: geheim")).isEqualTo(new Secret.Clear("geheim"));
        assertThat(secret("userPassword: {CLEARTEXT}ge heim"))
                .isEqualTo(new Secret.Clear("ge heim"));
        assertThat(secret("userPassword: {CRYPT}*")).isEqualTo(new Secret.Missing());
        assertThat(secret("userPassword: {CRYPT}!!")).isEqualTo(new Secret.Missing());
        assertThat(secret("userPassword: {SASL}bob@EXAMPLE.ORG")).isEqualTo(new Secret.Missing());
        assertThat(secret("userPassword: {SASL}bob\nuserPassword: {SSHA}abcd"))
                .isEqualTo(new Secret.Hash("{SSHA}abcd"));
        assertThat(secret("description: none")).isEqualTo(new Secret.Missing());
    }

    private static Secret secret(String lines) throws IOException {
        return ((Migrated.Account)
                        migrated("dn: uid=b,dc=a,dc=b\nobjectClass: posixAccount\nuid: b\n" + lines)
                                .getFirst())
                .secret();
    }

    @Test
    void groupsOfSeveralSchemasBecomeAliases() throws IOException {
        List<Migrated> read =
                migrated(
                        """
                        dn: cn=staff,ou=Groups,dc=a,dc=b
                        objectClass: nisMailAlias
                        cn: staff
                        rfc822MailMember: hurd
                        rfc822MailMember: x@elsewhere.net
                        rfc822MailMember: :include:/etc/list

                        dn: cn=All,ou=Groups,dc=a,dc=b
                        objectClass: groupOfNames
                        cn: All
                        mail: everybody@a.b
                        member: uid=hurd,ou=People,dc=a,dc=b
                        member: cn=printer,dc=a,dc=b

                        dn: cn=empty,dc=a,dc=b
                        objectClass: groupOfNames
                        cn: empty

                        dn: uid=gone,dc=a,dc=b
                        objectClass: xMail
                        uid: gone
                        maildrop: gone.away@elsewhere.net
                        """);
        Migrated.Group staff = (Migrated.Group) read.get(0);
        assertThat(staff.address()).isEqualTo("staff@a.b");
        assertThat(staff.targets()).containsExactly("hurd@a.b", "x@elsewhere.net");
        assertThat(staff.notes()).hasSize(1);
        Migrated.Group all = (Migrated.Group) read.get(1);
        assertThat(all.address()).isEqualTo("everybody@a.b");
        assertThat(all.targets()).containsExactly("hurd@a.b");
        assertThat(all.notes()).hasSize(1);
        assertThat(read.get(2)).isInstanceOf(Migrated.Left.class);
        assertThat(((Migrated.Group) read.get(3)).targets())
                .containsExactly("gone.away@elsewhere.net");
    }

    @Test
    void whatIsOutsideTheGrammarIsNamedAndTheRestRead() throws IOException {
        List<LdifItem> items =
                items(
                        "version: 1\r\n\r\nuid: x\r\n\r\ndn: uid=a\r\nchangetype: delete\r\n\r\n"
                                + "dn: uid=b\r\njpegPhoto:< file:///x\r\n\r\ndn: uid=c\r\nuid:: !!\r\n"
                                + "\r\n\r\ndn: uid=d\r\nchangetype: add\r\nuid: d\r\n");
        assertThat(items).hasSize(5);
        assertThat(items.subList(0, 4)).allMatch(LdifItem.Unreadable.class::isInstance);
        assertThat(items.stream().map(LdifItem::line)).containsExactly(3, 6, 9, 12, 15);
        assertThat(items.get(4)).isInstanceOf(LdifItem.Entry.class);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        String[] values = {
            "", "a", " a", "a ", ":a", "<a", "한글 이름", "a".repeat(300), "가".repeat(100), "a\nb", "#"
        };
        StringBuilder text = new StringBuilder();
        LdifWriter writer = new LdifWriter(text);
        writer.dn("uid=한글,dc=a");
        for (String value : values) {
            writer.put("description", value);
        }
        assertThat(text.toString().lines()).allMatch(line -> line.length() < 80);
        LdifItem.Entry entry = (LdifItem.Entry) items(text.toString()).getFirst();
        assertThat(entry.dn()).isEqualTo("uid=한글,dc=a");
        assertThat(entry.values().stream().map(value -> value.text().orElseThrow()))
                .containsExactly(values);
    }

    /// Fuzz: any octets give items or the end, and what is understood of them never throws.
    @Test
    void noOctetsMakeTheReaderFall() {
        byte[] seed = HURD.getBytes(StandardCharsets.UTF_8);
        for (int number = 0; number < 20_000; number++) {
            Random random = new Random(number);
            byte[] octets = seed.clone();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                octets[random.nextInt(octets.length)] =
                        random.nextBoolean()
                                ? (byte) random.nextInt()
                                : (byte) ":\n <{},=@|".charAt(random.nextInt(10));
            }
            assertThatCode(() -> migrated(new String(octets, StandardCharsets.ISO_8859_1)))
                    .as("seed %d", number)
                    .doesNotThrowAnyException();
        }
    }

    private static List<LdifItem> items(String text) throws IOException {
        LdifReader reader =
                new LdifReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<LdifItem> items = new ArrayList<>();
        for (Optional<LdifItem> item = reader.read(); item.isPresent(); item = reader.read()) {
            items.add(item.get());
        }
        return items;
    }

    private static List<Migrated> migrated(String text) throws IOException {
        LdifAccounts accounts = new LdifAccounts(Optional.empty());
        return items(text).stream().map(accounts::read).toList();
    }
}
