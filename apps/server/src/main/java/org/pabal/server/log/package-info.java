// SPDX-License-Identifier: Apache-2.0

/// How the log is written: one event, one line, `key=value`.
@NullMarked
package org.pabal.server.log;

import org.jspecify.annotations.NullMarked;
