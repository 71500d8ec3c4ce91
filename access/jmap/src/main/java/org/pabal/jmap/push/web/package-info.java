// SPDX-License-Identifier: Apache-2.0

/// How clients stay connected to hear of changes: event streams (RFC 8620 §7.3) and JMAP over
/// WebSocket (RFC 8887).
@NullMarked
package org.pabal.jmap.push.web;

import org.jspecify.annotations.NullMarked;
