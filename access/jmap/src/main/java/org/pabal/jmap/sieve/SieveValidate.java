// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.sieve.Compilation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/validate. RFC 9661 §2.5.
record SieveValidate(SieveScripts scripts, Blobs blobs) implements JmapMethod {

    @Override
    public String name() {
        return "SieveScript/validate";
    }

    @Override
    public String capability() {
        return Capability.SIEVE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        String blobId = call.arguments().id("blobId");
        call.arguments().nothingElse();
        if (blobs.find(account, blobId).isEmpty()) {
            throw MethodError.of("blobNotFound", "There is no blob with this id.");
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        try {
            byte[] text = scripts.text(blobs, account, blobId);
            switch (scripts.scripts().check(account.owner(), text)) {
                case Compilation.Compiled _ -> response.putNull("error");
                case Compilation.Refused(var errors) ->
                        response.set("error", SieveScripts.invalid(errors).json());
            }
        } catch (SetError error) {
            response.set("error", error.json());
        }
        return response;
    }
}
