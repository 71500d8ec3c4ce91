// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.ObjectNode;

/// Principal/set: everybody may change the own name; all else is the administrator's. RFC 9670 §2.3.
record PrincipalSet(Principals principals) implements JmapMethod {
    private static final int MAX_NAME = 255;

    @Override
    public String name() {
        return "Principal/set";
    }

    @Override
    public String capability() {
        return Capability.PRINCIPALS;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        SetRequest request = SetRequest.read(call, call.ownAccount());
        return new Editing(principals, call).run(request, call);
    }

    private record Editing(Principals principals, MethodCall call) implements SetTarget {

        private JmapUser user() {
            return call.user();
        }

        @Override
        public String state() {
            return principals.state(user());
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.forbidden("Who is here, the administrator says.");
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            Principal principal = find(id);
            if (!id.equals(Principal.id(user().account().id()))) {
                throw SetError.forbidden("You may change only what is said of yourself.");
            }
            ObjectNode current = principals.json(user(), principal);
            ObjectNode next = patch.applyTo(current);
            for (String name : next.propertyNames()) {
                if (!name.equals("name") && !next.path(name).equals(current.path(name))) {
                    throw Principals.PROPERTIES.contains(name)
                            ? SetError.forbidden("The property " + name + " cannot be changed.")
                            : SetError.invalidProperty(name, "is not known here");
                }
            }
            rename(JmapObject.ofProperties(next, call.created()));
            return Optional.empty();
        }

        private void rename(JmapObject next) {
            String name = next.string("name");
            if (name.isBlank()
                    || name.length() > MAX_NAME
                    || name.chars().anyMatch(Character::isISOControl)) {
                throw next.wrong(
                        "name", "must be 1 to " + MAX_NAME + " characters, no control characters");
            }
            Account own = user().account();
            switch (principals.sharing().people().setProfile(own.address(), name, own.language())) {
                case Outcome.Done _ -> {}
                case Outcome.Refused(String reason) -> throw SetError.forbidden(reason);
            }
        }

        @Override
        public void destroy(String id) {
            find(id);
            throw SetError.forbidden("Who is here, the administrator says.");
        }

        private Principal find(String id) {
            return Optional.ofNullable(principals.of(user()).get(id))
                    .orElseThrow(SetError::notFound);
        }
    }
}
