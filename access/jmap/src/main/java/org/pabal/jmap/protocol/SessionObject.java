// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The session object: what there is for a user, and where. RFC 8620 §2.
public final class SessionObject {
    private static final int STATE_OCTETS = 12;

    private final List<Capability> capabilities;

    /// @param capabilities in the order in which they are shown
    public SessionObject(List<Capability> capabilities) {
        this.capabilities = List.copyOf(capabilities);
    }

    Set<String> urns() {
        return capabilities.stream()
                .filter(Capability::isInSession)
                .map(Capability::urn)
                .collect(Collectors.toUnmodifiableSet());
    }

    public ObjectNode json(JmapUser user) {
        ObjectNode session = inSubstance(user);
        String base = user.client().base() + "/jmap/";
        session.put("username", user.account().address().toString());
        session.put("apiUrl", base + "api");
        session.put("downloadUrl", base + "download/{accountId}/{blobId}/{name}?accept={type}");
        session.put("uploadUrl", base + "upload/{accountId}/");
        session.put(
                "eventSourceUrl",
                base + "eventsource?types={types}&closeafter={closeafter}&ping={ping}");
        session.put("state", state(user));
        return session;
    }

    /// What changes with the accounts and capabilities, and with nothing else: it is in every
    /// response.
    public String state(JmapUser user) {
        byte[] text = inSubstance(user).toString().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, STATE_OCTETS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    private ObjectNode inSubstance(JmapUser user) {
        ObjectNode session = JsonNodeFactory.instance.objectNode();
        ObjectNode all = session.putObject("capabilities");
        capabilities.stream()
                .filter(Capability::isInSession)
                .forEach(each -> all.set(each.urn(), each.inSession(user)));
        ObjectNode accounts = session.putObject("accounts");
        user.accounts().forEach(account -> accounts.set(account.id(), account(account)));
        ObjectNode primary = session.putObject("primaryAccounts");
        user.accounts().stream()
                .filter(JmapAccount::isPersonal)
                .forEach(own ->
                        capabilities.stream()
                                .filter(Capability::isInSession)
                                .filter(each -> each.inAccount(own).isPresent())
                                .forEach(each -> primary.put(each.urn(), own.id())));
        return session;
    }

    /// An account as its user sees it. RFC 8620 §2.
    public ObjectNode account(JmapAccount account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", account.owner().address().toString());
        json.put("isPersonal", account.isPersonal());
        json.put("isReadOnly", account.isReadOnly());
        ObjectNode capabilitiesHere = json.putObject("accountCapabilities");
        for (Capability each : capabilities) {
            each.inAccount(account).ifPresent(object -> capabilitiesHere.set(each.urn(), object));
        }
        return json;
    }
}
