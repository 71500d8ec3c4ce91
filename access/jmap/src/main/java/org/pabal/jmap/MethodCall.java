// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A method's arguments and what a method knows beside them. Result references are resolved already.
/// For one thread.
public final class MethodCall {
    private final JmapObject arguments;
    private final JmapUser user;
    private final CreatedIds created;
    private final JmapLimits limits;
    private final Set<String> using;
    private final List<ImplicitCall> afterwards = new ArrayList<>();

    /// @param using the URNs of the capabilities that the request names
    public MethodCall(
            ObjectNode arguments,
            JmapUser user,
            CreatedIds created,
            JmapLimits limits,
            Set<String> using) {
        this.arguments = JmapObject.ofArguments(arguments, created);
        this.user = user;
        this.created = created;
        this.limits = limits;
        this.using = Set.copyOf(using);
    }

    public JmapObject arguments() {
        return arguments;
    }

    public JmapUser user() {
        return user;
    }

    public CreatedIds created() {
        return created;
    }

    public JmapLimits limits() {
        return limits;
    }

    public boolean uses(String capability) {
        return using.contains(capability);
    }

    /// The argument `accountId`.
    ///
    /// @throws MethodError `accountNotFound`
    public JmapAccount account() {
        String id = arguments.id("accountId");
        return user.account(id).orElseThrow(() -> MethodError.accountNotFound(id));
    }

    /// The same, of a method that works with the user's own account only.
    ///
    /// @throws MethodError `accountNotFound`, `accountNotSupportedByMethod`
    public JmapAccount ownAccount() {
        JmapAccount account = account();
        if (!account.isPersonal()) {
            throw MethodError.accountNotSupported();
        }
        return account;
    }

    /// Has another method called when this one is done; its response follows this one's, under the
    /// same call id. RFC 8620 §5.4, RFC 8621 §7.5.
    public void then(String method, ObjectNode otherArguments) {
        afterwards.add(new ImplicitCall(method, otherArguments));
    }

    public List<ImplicitCall> afterwards() {
        return List.copyOf(afterwards);
    }

    public record ImplicitCall(String method, ObjectNode arguments) {}
}
