// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.OwnCapability;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an account says of principals: the user's own holds all of them. RFC 9670 §1.5.1.
public record PrincipalCapability() implements OwnCapability {

    @Override
    public String urn() {
        return PRINCIPALS;
    }

    @Override
    public ObjectNode inOwnAccount(JmapAccount account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("currentUserPrincipalId", Principal.id(account.reader().id()));
    }

    /// Whose an account is. It stands with accounts only. RFC 9670 §1.5.2.
    public record Owner() implements Capability {

        @Override
        public String urn() {
            return PRINCIPALS_OWNER;
        }

        @Override
        public boolean isInSession() {
            return false;
        }

        @Override
        public Optional<ObjectNode> inAccount(JmapAccount account) {
            return Optional.of(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("accountIdForPrincipal", JmapAccount.own(account.reader()).id())
                            .put("principalId", Principal.id(account.owner().id())));
        }
    }
}
