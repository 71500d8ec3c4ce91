// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import org.pabal.http.HttpLimits;

/// What every request of a server uses.
record RequestServices(HttpLimits limits, WebSockets sockets) {}
