// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.Ids;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodCall.ImplicitCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.protocol.JmapRequest.Invocation;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Runs requests: their methods one after the other, in their order. Safe for use by many threads.
/// RFC 8620 §3.4.
public final class JmapApi {
    private static final Logger LOG = LoggerFactory.getLogger(JmapApi.class);

    private final Map<String, JmapMethod> methods;
    private final RequestReader reader;
    private final SessionObject session;
    private final JmapLimits limits;
    private final StateNews news;

    /// @param news is told of states that methods have changed
    public JmapApi(
            List<JmapMethod> methods, SessionObject session, JmapLimits limits, StateNews news) {
        Map<String, JmapMethod> byName = new HashMap<>();
        for (JmapMethod method : methods) {
            if (byName.put(method.name(), method) != null) {
                throw new IllegalArgumentException("two methods have the name " + method.name());
            }
        }
        this.methods = Map.copyOf(byName);
        this.session = session;
        this.limits = limits;
        this.news = news;
        this.reader = new RequestReader(limits, session.urns());
    }

    /// The names of all that there are.
    public Set<String> methods() {
        return methods.keySet();
    }

    /// @throws RequestError when nothing of it is run
    public JmapRequest read(byte[] octets) throws RequestError {
        return reader.read(octets);
    }

    /// @throws RequestError when nothing of it is run
    public JmapRequest read(JsonNode json) throws RequestError {
        return reader.read(json);
    }

    /// Where a type is in an account, as its /get says.
    ///
    /// @return empty where there is no such type, or not for this user
    public Optional<String> state(JmapUser user, String accountId, String type) {
        JmapMethod get = methods.get(type + "/get");
        if (get == null) {
            return Optional.empty();
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("accountId", accountId);
        arguments.putArray("ids");
        try {
            JsonNode state =
                    get.call(
                                    new MethodCall(
                                            arguments,
                                            user,
                                            new CreatedIds(),
                                            limits,
                                            Set.of(get.capability())))
                            .path("state");
            return state.isString() ? Optional.of(state.stringValue()) : Optional.empty();
        } catch (MethodError notHere) {
            return Optional.empty();
        }
    }

    /// The whole response.
    public ObjectNode run(JmapRequest request, JmapUser user) {
        CreatedIds created = new CreatedIds();
        request.createdIds().ifPresent(ids -> ids.forEach(created::put));
        List<Invocation> responses = new ArrayList<>();
        ResultReferences references = new ResultReferences(responses, limits.maxSizeRequest());
        for (Invocation call : request.calls()) {
            run(call, request.using(), user, created, references, responses);
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        ArrayNode array = response.putArray("methodResponses");
        for (Invocation each : responses) {
            array.addArray().add(each.name()).add(each.arguments()).add(each.callId());
        }
        if (request.createdIds().isPresent()) {
            ObjectNode ids = response.putObject("createdIds");
            created.all().forEach(ids::put);
        }
        response.put("sessionState", session.state(user));
        return response;
    }

    private void run(
            Invocation call,
            Set<String> using,
            JmapUser user,
            CreatedIds created,
            ResultReferences references,
            List<Invocation> responses) {
        try {
            JmapMethod method = find(call.name(), using);
            MethodCall prepared =
                    new MethodCall(
                            references.resolve(call.arguments()), user, created, limits, using);
            ObjectNode result = call(method, prepared, user);
            tell(call.name(), result);
            responses.add(new Invocation(call.name(), result, call.callId()));
            for (ImplicitCall next : prepared.afterwards()) {
                run(
                        new Invocation(next.method(), next.arguments(), call.callId()),
                        withOwn(next.method(), using),
                        user,
                        created,
                        references,
                        responses);
            }
        } catch (MethodError error) {
            responses.add(new Invocation("error", error.arguments(), call.callId()));
        }
    }

    /// What a method has called of itself is of its own specification: who sends names `submission`
    /// alone, and means the Email/set that follows. RFC 8621 §7.5.
    private Set<String> withOwn(String method, Set<String> using) {
        JmapMethod implicit = methods.get(method);
        if (implicit == null || using.contains(implicit.capability())) {
            return using;
        }
        Set<String> more = new HashSet<>(using);
        more.add(implicit.capability());
        return more;
    }

    /// A response with two states tells whether its type has changed. RFC 8620 §5.3.
    private void tell(String method, ObjectNode result) {
        JsonNode before = result.path("oldState");
        JsonNode after = result.path("newState");
        int slash = method.indexOf('/');
        if (slash > 0 && method.endsWith("/set") && after.isString() && !after.equals(before)) {
            Ids.parseAccount(result.path("accountId").asString(""))
                    .ifPresent(owner ->
                            news.changed(owner, method.substring(0, slash), after.stringValue()));
        }
    }

    private JmapMethod find(String name, Set<String> using) {
        JmapMethod method = methods.get(name);
        if (method == null || !using.contains(method.capability())) {
            throw MethodError.of(
                    "unknownMethod",
                    method == null
                            ? "There is no such method."
                            : "Add " + method.capability() + " to `using` for this method.");
        }
        return method;
    }

    /// Failures of ours are temporary, never the client's fault.
    private static ObjectNode call(JmapMethod method, MethodCall call, JmapUser user) {
        try {
            return method.call(call);
        } catch (StoreFullException full) {
            LOG.warn("{}: {}", method.name(), full.getMessage());
            throw MethodError.of(
                    "serverUnavailable", "The server's disk is full; reading and deleting go on.");
        } catch (UnavailableException out) {
            LOG.warn("{}: {}", method.name(), out.getMessage());
            throw MethodError.serverUnavailable();
        } catch (MethodError refused) {
            throw refused;
        } catch (RuntimeException bug) {
            LOG.error("{} of {}: bug", method.name(), user.account().address(), bug);
            throw MethodError.serverFail();
        }
    }
}
