// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.passkey.Ceremonies.UserVerification;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What browsers are asked, in the JSON that they read themselves
/// (`PublicKeyCredential.parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON`).
final class PasskeyOptions {
    private PasskeyOptions() {}

    /// Web Authentication §5.4. With a finger, a face or a PIN where the authenticator has them, and
    /// such that the browser can offer it without a name, where it can.
    static ObjectNode creation(RelyingParty party, byte[] challenge, PasskeyOwner owner) {
        ObjectNode options = object();
        options.putObject("rp").put("id", party.id()).put("name", party.id());
        options.putObject("user")
                .put("id", text(owner.handle()))
                .put("name", owner.address())
                .put("displayName", owner.displayName());
        options.put("challenge", text(challenge));
        ArrayNode algorithms = options.putArray("pubKeyCredParams");
        Ceremonies.ALGORITHMS.forEach(each ->
                algorithms.addObject().put("type", "public-key").put("alg", each.getValue()));
        options.put("timeout", Challenges.LASTING.toMillis());
        credentials(options.putArray("excludeCredentials"), owner.has());
        options.putObject("authenticatorSelection")
                .put("residentKey", "preferred")
                .put("requireResidentKey", false)
                .put("userVerification", "preferred");
        options.put("attestation", "none");
        return options;
    }

    /// Web Authentication §5.5.
    static ObjectNode request(
            RelyingParty party,
            byte[] challenge,
            List<Passkey> allowed,
            UserVerification verification) {
        ObjectNode options = object();
        options.put("challenge", text(challenge));
        options.put("timeout", Challenges.LASTING.toMillis());
        options.put("rpId", party.id());
        credentials(options.putArray("allowCredentials"), allowed);
        options.put("userVerification", verification.name().toLowerCase(Locale.ROOT));
        return options;
    }

    private static void credentials(ArrayNode all, List<Passkey> passkeys) {
        for (Passkey passkey : passkeys) {
            ObjectNode one = all.addObject().put("type", "public-key").put("id", passkey.idText());
            if (!passkey.transports().isEmpty()) {
                passkey.transports().forEach(one.putArray("transports")::add);
            }
        }
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
