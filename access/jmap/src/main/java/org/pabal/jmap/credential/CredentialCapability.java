// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.credential;

import java.util.List;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is offered to the owner of an account, and what mail programs are to be told.
///
/// @param minPasswordCharacters of a new password
/// @param passkeysAt the origin that passkeys belong to
/// @param programs in the order in which they are shown
public record CredentialCapability(
        int minPasswordCharacters, String passkeysAt, List<Program> programs)
        implements OwnCapability {
    public static final String URN = "urn:pabal:params:jmap:credentials";

    public CredentialCapability {
        programs = List.copyOf(programs);
    }

    /// Where a mail program finds a service.
    ///
    /// @param service `imap`, `pop3`, `submission`, `sieve`
    /// @param tls from the first octet on, or after STARTTLS
    public record Program(String service, String host, int port, Tls tls) {
        public enum Tls {
            IMPLICIT,
            STARTTLS;

            String word() {
                return this == IMPLICIT ? "implicit" : "starttls";
            }
        }
    }

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return shown();
    }

    private ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("minPasswordCharacters", minPasswordCharacters);
        shown.put("passkeysAt", passkeysAt);
        ArrayNode all = shown.putArray("programs");
        for (Program program : programs) {
            all.addObject()
                    .put("service", program.service())
                    .put("host", program.host())
                    .put("port", program.port())
                    .put("tls", program.tls().word());
        }
        return shown;
    }
}
