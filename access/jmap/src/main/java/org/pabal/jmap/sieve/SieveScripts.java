// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.SetError;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.mda.scripts.ScriptInfo;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptOutcome;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.sieve.Finding;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The Sieve scripts of accounts as objects of JMAP. ManageSieve knows them by their names; here they
/// have ids, which are kept beside and brought up to date whenever they are looked at.
///
/// @param ids the name, the time of the last change and the use of each script, by its id
public record SieveScripts(ScriptStore scripts, Documents ids) implements Blobs {
    public static final String TYPE = "SieveScript";

    static final List<String> PROPERTIES = List.of("id", "name", "blobId", "isActive");

    /// @param blobs where the texts of new scripts are found
    public List<JmapMethod> methods(Blobs blobs) {
        return List.of(
                new SieveGet(this),
                new SieveSet(this, blobs),
                new SieveQuery(this),
                new SieveValidate(this, blobs));
    }

    /// @param state of all of them
    record Snapshot(List<Known> scripts, String state) {
        Optional<Known> find(String id) {
            return scripts.stream().filter(each -> each.id().equals(id)).findFirst();
        }

        Optional<Known> find(ScriptName name) {
            return scripts.stream().filter(each -> each.info().name().equals(name)).findFirst();
        }
    }

    record Known(String id, ScriptInfo info) {}

    public String state(Account account) {
        return of(account).state();
    }

    Snapshot of(Account account) {
        Map<String, Document> byName = new HashMap<>();
        for (Document each : ids.list(account.id())) {
            byName.put(each.json().path("name").asString(""), each);
        }
        List<Known> known = new ArrayList<>();
        for (ScriptInfo info : scripts.list(account)) {
            Document before = byName.remove(info.name().text());
            known.add(new Known(id(account, info, before), info));
        }
        byName.values().forEach(gone -> ids.remove(account.id(), gone.id()));
        return new Snapshot(known, Long.toString(ids.state(account.id())));
    }

    private String id(
            Account account, ScriptInfo info, @org.jspecify.annotations.Nullable Document before) {
        ObjectNode now = JsonNodeFactory.instance.objectNode();
        now.put("name", info.name().text());
        now.put("changed", info.changed().toEpochMilli());
        now.put("active", info.active());
        if (before == null) {
            return ids.add(account.id(), 'S', now).id();
        }
        if (!before.json().toString().equals(now.toString())) {
            ids.put(account.id(), before.id(), now);
        }
        return before.id();
    }

    /// A script as it is kept.
    public record Saved(ScriptName name, byte[] text) {}

    public Optional<Saved> saved(Account account, String id) {
        return of(account)
                .find(id)
                .map(known -> known.info().name())
                .flatMap(name -> scripts.get(account, name).map(text -> new Saved(name, text)));
    }

    /// A script that is renamed keeps its id.
    void renamed(Account account, Known script, ScriptName name) {
        ObjectNode now = JsonNodeFactory.instance.objectNode();
        now.put("name", name.text());
        now.put("changed", script.info().changed().toEpochMilli());
        now.put("active", script.info().active());
        ids.put(account.id(), script.id(), now);
    }

    ObjectNode json(Account account, Known script) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", script.id());
        json.put("name", script.info().name().text());
        json.put("blobId", blobId(account, script));
        json.put("isActive", script.info().active());
        return json;
    }

    // --- their texts as blobs

    private String blobId(Account account, Known script) {
        byte[] text = scripts.get(account, script.info().name()).orElse(new byte[0]);
        return script.id() + "-" + digest(text);
    }

    private static String digest(byte[] text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    @Override
    public Optional<JmapBlob> find(JmapAccount account, String blobId) {
        int dash = blobId.indexOf('-');
        if (!account.isPersonal() || !blobId.matches("S\\d{1,18}-[0-9a-f]{32}")) {
            return Optional.empty();
        }
        return of(account.owner())
                .find(blobId.substring(0, dash))
                .flatMap(script -> scripts.get(account.owner(), script.info().name()))
                .filter(text -> digest(text).equals(blobId.substring(dash + 1)))
                .map(Text::new);
    }

    private record Text(byte[] text) implements JmapBlob {
        @Override
        public long octets() {
            return text.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text);
        }
    }

    // --- refusals

    /// The octets of a blob that is to be a script.
    ///
    /// @throws SetError `tooLarge`, `blobNotFound`
    public byte[] text(Blobs blobs, JmapAccount account, String blobId) {
        JmapBlob blob =
                blobs.find(account, blobId)
                        .orElseThrow(() ->
                                SetError.of(
                                        "blobNotFound",
                                        "There is no blob with this id; upload it again."));
        if (blob.octets() > scripts.quota().scriptOctets()) {
            throw tooLarge(scripts.quota().scriptOctets());
        }
        try (InputStream in = blob.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A text that is to be a script.
    ///
    /// @throws SetError `tooLarge`
    public byte[] bounded(byte[] text) {
        if (text.length > scripts.quota().scriptOctets()) {
            throw tooLarge(scripts.quota().scriptOctets());
        }
        return text;
    }

    private static SetError tooLarge(long most) {
        return SetError.tooLarge("A script has at most " + most + " octets.");
    }

    static SetError invalid(List<Finding> errors) {
        return SetError.of("invalidSieve", errors.getFirst().toString());
    }

    /// @throws SetError for what was not done
    static void require(ScriptOutcome outcome) {
        switch (outcome) {
            case ScriptOutcome.Done _ -> {}
            case ScriptOutcome.Refused(var errors) -> throw invalid(errors);
            case ScriptOutcome.NoRoom(var resource, long most) ->
                    throw switch (resource) {
                        case SCRIPT_OCTETS -> tooLarge(most);
                        case SCRIPTS -> SetError.overQuota("There are at most " + most + ".");
                        case TOTAL_OCTETS ->
                                SetError.overQuota("All scripts have at most " + most + " octets.");
                    };
            case ScriptOutcome.NoSuchScript _ -> throw SetError.notFound();
            case ScriptOutcome.AlreadyExists _ ->
                    throw SetError.invalidProperty("name", "belongs to another script");
            case ScriptOutcome.IsActive _ ->
                    throw SetError.of(
                            "sieveIsActive", "The active script stays; deactivate it first.");
        }
    }
}
