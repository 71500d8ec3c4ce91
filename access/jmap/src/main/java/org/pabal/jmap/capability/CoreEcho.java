// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.capability;

import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import tools.jackson.databind.node.ObjectNode;

/// Core/echo. RFC 8620 §4.
public final class CoreEcho implements JmapMethod {

    @Override
    public String name() {
        return "Core/echo";
    }

    @Override
    public String capability() {
        return Capability.CORE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        return call.arguments().json();
    }
}
