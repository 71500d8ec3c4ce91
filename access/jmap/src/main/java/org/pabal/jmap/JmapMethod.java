// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import tools.jackson.databind.node.ObjectNode;

/// One method: `Mailbox/get`. Safe for use by many threads. RFC 8620 §3.2.
public interface JmapMethod {

    String name();

    /// The URN of the capability that a request must name in `using`.
    String capability();

    /// @return the arguments of the response, which has the method's name; not changed afterwards
    /// @throws MethodError when nothing, or nothing more, is done
    ObjectNode call(MethodCall call);
}
