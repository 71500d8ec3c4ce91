// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.Capability;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import org.pabal.jmap.sieve.SieveScripts.Known;
import org.pabal.jmap.sieve.SieveScripts.Snapshot;
import org.pabal.mda.scripts.ScriptName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/set. RFC 9661 §2.4.
record SieveSet(SieveScripts scripts, Blobs blobs) implements JmapMethod {

    @Override
    public String name() {
        return "SieveScript/set";
    }

    @Override
    public String capability() {
        return Capability.SIEVE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        Optional<String> activate = call.arguments().findString("onSuccessActivateScript");
        boolean deactivate = call.arguments().bool("onSuccessDeactivateScript", false);
        SetRequest request = SetRequest.read(call, account);
        ObjectNode response =
                new Editing(scripts, blobs, account, call.created()).run(request, call);
        boolean failed =
                List.of("notCreated", "notUpdated", "notDestroyed").stream()
                        .anyMatch(name -> !response.path(name).isNull());
        if (!failed && (activate.isPresent() || deactivate)) {
            activate(account.owner(), activate.flatMap(call.created()::resolve), response);
        }
        return response;
    }

    /// What got another use is told as updated. An id that is not there changes nothing.
    private void activate(Account account, Optional<String> id, ObjectNode response) {
        Snapshot before = scripts.of(account);
        Optional<Known> chosen = id.flatMap(before::find);
        if (id.isPresent() && chosen.isEmpty()) {
            return;
        }
        if (chosen.isPresent()) {
            SieveScripts.require(scripts.scripts().activate(account, chosen.get().info().name()));
        } else {
            SieveScripts.require(scripts.scripts().deactivate(account));
        }
        for (Known each : before.scripts()) {
            boolean is = chosen.filter(each::equals).isPresent();
            if (is != each.info().active()) {
                tell(response, each.id(), is);
            }
        }
        response.put("newState", scripts.of(account).state());
    }

    private static void tell(ObjectNode response, String id, boolean isActive) {
        for (JsonNode created : response.path("created").values()) {
            if (created.path("id").asString("").equals(id)) {
                ((ObjectNode) created).put("isActive", isActive);
                return;
            }
        }
        ObjectNode updated =
                response.path("updated") instanceof ObjectNode there
                        ? there
                        : response.putObject("updated");
        updated.putObject(id).put("isActive", isActive);
    }

    private record Editing(SieveScripts scripts, Blobs blobs, JmapAccount account, CreatedIds ids)
            implements SetTarget {

        @Override
        public String state() {
            return scripts.of(account.owner()).state();
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            Snapshot before = scripts.of(account.owner());
            ScriptName name =
                    properties
                            .findString("name")
                            .map(text -> parse(properties, text))
                            .orElseGet(() -> unused(before));
            byte[] text = scripts.text(blobs, account, properties.id("blobId"));
            properties.nothingElse();
            refuseTaken(before, name);
            SieveScripts.require(scripts.scripts().put(account.owner(), name, text));
            Known made = scripts.of(account.owner()).find(name).orElseThrow(SetError::notFound);
            return scripts.json(account.owner(), made);
        }

        private static ScriptName parse(JmapObject properties, String text) {
            return ScriptName.parse(text)
                    .orElseThrow(() -> properties.wrong("name", "is no name of a script"));
        }

        private static ScriptName unused(Snapshot scripts) {
            int number = 1;
            while (scripts.find(new ScriptName("script-" + number)).isPresent()) {
                number++;
            }
            return new ScriptName("script-" + number);
        }

        private static void refuseTaken(Snapshot scripts, ScriptName name) {
            scripts.find(name)
                    .ifPresent(there -> {
                        throw SetError.alreadyExists(there.id());
                    });
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            Snapshot before = scripts.of(account.owner());
            Known script = before.find(id).orElseThrow(SetError::notFound);
            ObjectNode current = scripts.json(account.owner(), script);
            JmapObject next = JmapObject.ofProperties(patch.applyTo(current), ids);
            if (!next.string("id").equals(id)
                    || next.bool("isActive", false) != script.info().active()) {
                throw SetError.invalidProperties(
                        "The id and the use of a script are not set so.",
                        List.of("id", "isActive"));
            }
            ScriptName name = parse(next, next.string("name"));
            String blobId = next.id("blobId");
            next.nothingElse();
            boolean isNewText = !blobId.equals(current.path("blobId").asString(""));
            byte[] text = isNewText ? scripts.text(blobs, account, blobId) : new byte[0];
            if (!name.equals(script.info().name())) {
                refuseTaken(before, name);
                SieveScripts.require(
                        scripts.scripts().rename(account.owner(), script.info().name(), name));
                scripts.renamed(account.owner(), script, name);
            }
            if (!isNewText) {
                return Optional.empty();
            }
            SieveScripts.require(scripts.scripts().put(account.owner(), name, text));
            ObjectNode now =
                    scripts.of(account.owner())
                            .find(id)
                            .map(known -> scripts.json(account.owner(), known))
                            .orElseThrow(SetError::notFound);
            now.remove(List.of("id", "name", "isActive"));
            return Optional.of(now);
        }

        @Override
        public void destroy(String id) {
            Known script = scripts.of(account.owner()).find(id).orElseThrow(SetError::notFound);
            SieveScripts.require(scripts.scripts().delete(account.owner(), script.info().name()));
        }
    }
}
