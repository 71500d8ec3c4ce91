// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Writes accounts and aliases as LDIF: in the classes of RFC 2307 and of Postfix's old xMail, as
/// people's migration scripts made them, and in ours, which have the rest. `docs/ldap/pabal.schema`
/// has what OpenLDAP needs to take it.
public final class ExportedEntries {
    private final LdifWriter out;
    private final long uidBase;

    /// @param uidBase with an account's number it is its uidNumber
    public ExportedEntries(Appendable out, long uidBase) {
        this.out = new LdifWriter(out);
        this.uidBase = uidBase;
    }

    /// @param page of the administration's `directory.export`
    public void write(JsonNode page) throws IOException {
        for (JsonNode domain : page.path("domains")) {
            domain(domain.asString());
        }
        for (JsonNode account : page.path("accounts")) {
            account(account);
        }
        for (JsonNode alias : page.path("aliases")) {
            alias(alias);
        }
    }

    private void domain(String domain) throws IOException {
        String dn = dn(domain);
        out.dn(dn);
        classes("top", "dcObject", "organization");
        out.put("dc", domain.substring(0, (domain + ".").indexOf('.')));
        out.put("o", domain);
        for (String unit : new String[] {"People", "Groups"}) {
            out.dn("ou=" + unit + "," + dn);
            classes("top", "organizationalUnit");
            out.put("ou", unit);
        }
    }

    private void account(JsonNode account) throws IOException {
        String user = account.path("localPart").asString();
        String domain = account.path("domain").asString();
        String name = account.path("name").asString();
        out.dn("uid=" + escaped(user) + ",ou=People," + dn(domain));
        classes(
                "top",
                "account",
                "posixAccount",
                "shadowAccount",
                "xMail",
                "inetLocalMailRecipient",
                "pabalAccount");
        out.put("uid", user);
        out.put("cn", name.isBlank() ? user : name);
        if (!name.isEmpty()) {
            out.put("displayName", name);
        }
        addresses(account, user, domain);
        long number = account.path("id").asLong();
        out.put("uidNumber", Long.toString(uidBase + number));
        out.put("gidNumber", Long.toString(uidBase));
        out.put("homeDirectory", "/home/" + (isAscii(user) ? user : Long.toString(number)));
        out.put("loginShell", "/usr/sbin/nologin");
        String language = account.path("language").asString();
        out.put("preferredLanguage", language);
        out.put("pabalLanguage", language);
        for (String[] limit :
                new String[][] {
                    {"quotaOctets", "pabalQuotaOctets"},
                    {"quotaMessages", "pabalQuotaMessages"},
                    {"host", "mailHost"}
                }) {
            if (account.has(limit[0])) {
                out.put(limit[1], account.path(limit[0]).asString());
            }
        }
        if (account.has("password")) {
            out.put("userPassword", password(account.path("password").asString()));
        }
        out.put("pabalRole", account.path("role").asString());
        out.put("pabalStatus", account.path("enabled").asBoolean() ? "enabled" : "disabled");
    }

    /// In the notation of LDAP servers, which leave crypt and Argon2 to tell their forms apart.
    static String password(String stored) {
        if (!stored.startsWith("{")) {
            return "{CRYPT}" + stored;
        }
        int close = stored.indexOf('}');
        String value = stored.substring(close + 1);
        return switch (stored.substring(1, Math.max(1, close)).toUpperCase(Locale.ROOT)) {
            case "ARGON2ID" -> "{ARGON2}" + value;
            case "BLF-CRYPT", "SHA512-CRYPT", "SHA256-CRYPT", "MD5-CRYPT", "DES-CRYPT" ->
                    "{CRYPT}" + value;
            default -> stored;
        };
    }

    /// Attributes of old have ASCII only.
    private void addresses(JsonNode account, String user, String domain) throws IOException {
        String address = shown(account.path("address").asString(), domain);
        if (isAscii(address)) {
            out.put("mail", address);
            out.put("mailLocalAddress", address);
            out.put("maildrop", address);
        } else {
            out.put("pabalAddress", address);
        }
        out.put("mailacceptinggeneralid", user);
        for (JsonNode other : account.path("names")) {
            out.put("mailacceptinggeneralid", other.asString());
        }
    }

    private void alias(JsonNode alias) throws IOException {
        String name = alias.path("name").asString();
        String domain = alias.path("domain").asString();
        String address = shown(alias.path("address").asString(), domain);
        out.dn("cn=" + escaped(name) + ",ou=Groups," + dn(domain));
        classes("top", "nisMailAlias", "pabalGroup");
        out.put("cn", name);
        out.put(isAscii(address) ? "mail" : "pabalAddress", address);
        for (JsonNode target : alias.path("targets")) {
            out.put("rfc822MailMember", target.asString());
        }
        if (alias.has("owner")) {
            out.put("pabalOwner", alias.path("owner").asString());
        }
        if (alias.has("senders")) {
            out.put("pabalSenders", alias.path("senders").asString());
        }
    }

    /// With the domain's name in ASCII.
    private static String shown(String address, String domain) {
        return address.substring(0, address.lastIndexOf('@') + 1) + domain;
    }

    private void classes(String... names) throws IOException {
        for (String name : names) {
            out.put("objectClass", name);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String dn(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : domain.split("\\.")) {
            labels.add("dc=" + escaped(label));
        }
        return String.join(",", labels);
    }

    /// RFC 4514 §2.4.
    static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edge = c == ' ' && (i == 0 || i == value.length() - 1) || c == '#' && i == 0;
            if (edge || ",+\"\\<>;=".indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
