// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.SetError;
import org.pabal.jmap.principal.Principal;
import org.pabal.jmap.principal.Principals;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `shareWith`: whom a mailbox's owner gives which rights, over the ACL that IMAP shows. RFC 9670 §4.
///
/// Letters of rights that no property stands for alone (`l` without `r`) stay as they are as long as
/// nothing about them is changed here.
final class SharedWith {
    static final String NAME = "shareWith";

    private SharedWith() {}

    /// `null` where nobody is given anything, and for who may not know. RFC 9670 §4.
    static JsonNode json(JmapAccount account, MailboxInfo mailbox) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (mailbox.rights().has(Rights.ADMINISTER)) {
            for (Grantee each : mailbox.acl().given().keySet()) {
                Rights rights = own(mailbox.acl(), each);
                if (!rights.isEmpty() && !isOwner(account, each)) {
                    json.set(Principal.id(each), MailboxRights.json(rights));
                }
            }
        }
        return json.isEmpty() ? JsonNodeFactory.instance.nullNode() : json;
    }

    private static boolean isOwner(JmapAccount account, Grantee grantee) {
        return grantee.equals(new Grantee.Account(account.owner().id()));
    }

    private static Rights own(Acl acl, Grantee grantee) {
        return acl.givenTo(grantee).minus(acl.withheldFrom(grantee));
    }

    /// What is to become of an ACL, each grantee's rights by themselves.
    ///
    /// @param added by grantee, what it is to have besides
    record Change(Map<Grantee, Rights> added, Map<Grantee, Rights> taken) {

        boolean isEmpty() {
            return added.isEmpty();
        }

        Acl applyTo(Acl acl) {
            Acl changed = acl;
            for (Grantee each : added.keySet()) {
                Rights more = added.getOrDefault(each, Rights.NONE);
                Rights less = taken.getOrDefault(each, Rights.NONE);
                Rights given = changed.givenTo(each).plus(more).minus(less);
                changed =
                        changed.giving(each, given)
                                .withholding(each, changed.withheldFrom(each).minus(more));
            }
            return changed;
        }
    }

    /// @param before as {@link #json} gave it
    /// @param after as the client wants it; absent stands for `null`
    /// @throws SetError `invalidProperties`
    static Change change(
            JmapUser user,
            JmapAccount account,
            Principals principals,
            JsonNode before,
            JsonNode after) {
        if (!after.isObject() && !after.isNull() && !after.isMissingNode()) {
            throw SetError.invalidProperty(NAME, "must be an object or null");
        }
        TreeSet<String> ids = new TreeSet<>(before.propertyNames());
        ids.addAll(after.propertyNames());
        Map<Grantee, Rights> added = new LinkedHashMap<>();
        Map<Grantee, Rights> taken = new LinkedHashMap<>();
        for (String id : ids) {
            JsonNode was = before.path(id);
            JsonNode is = after.path(id);
            if (!was.equals(is)) {
                Grantee grantee = grantee(user, account, principals, id, is.isMissingNode());
                Rights more = Rights.NONE;
                Rights less = Rights.NONE;
                Map<String, Boolean> wanted = wanted(id, is);
                for (var right : MailboxRights.byName().entrySet()) {
                    boolean has = wanted.getOrDefault(right.getKey(), false);
                    boolean had = was.path(right.getKey()).asBoolean(false);
                    more = has && !had ? more.plus(right.getValue()) : more;
                    less = !has && had ? less.plus(right.getValue()) : less;
                }
                added.put(grantee, more);
                taken.put(grantee, is.isMissingNode() ? Rights.ALL : less);
            }
        }
        return new Change(added, taken);
    }

    /// To take back what was given is possible of anybody, also of whom the user finds no more.
    private static Grantee grantee(
            JmapUser user,
            JmapAccount account,
            Principals principals,
            String id,
            boolean takenBack) {
        Optional<Grantee> found =
                principals
                        .shareable(user, id)
                        .map(Principal::grantee)
                        .or(() -> takenBack ? Principal.granteeOf(id) : Optional.empty());
        if (found.isEmpty()) {
            throw wrong(id, "is no principal that you may find");
        }
        if (isOwner(account, found.get())) {
            throw wrong(id, "is the owner, who has every right");
        }
        return found.get();
    }

    /// All of the rights; those that are not named are not given.
    private static Map<String, Boolean> wanted(String id, JsonNode rights) {
        Map<String, Boolean> wanted = new LinkedHashMap<>();
        MailboxRights.byName().keySet().forEach(name -> wanted.put(name, false));
        if (!rights.isObject() && !rights.isMissingNode()) {
            throw wrong(id, "must be an object of rights");
        }
        for (var each : rights.properties()) {
            if (!each.getValue().isBoolean() || !wanted.containsKey(each.getKey())) {
                throw wrong(
                        id + "/" + each.getKey(), "must be a right that is known, and a boolean");
            }
            wanted.put(each.getKey(), each.getValue().booleanValue());
        }
        if (!Objects.equals(wanted.get("mayRename"), wanted.get("mayDelete"))) {
            throw wrong(id, "must have mayRename and mayDelete alike: they are one right here");
        }
        return wanted;
    }

    private static SetError wrong(String path, String what) {
        return SetError.invalidProperty(NAME + "/" + path, what);
    }
}
