// SPDX-License-Identifier: Apache-2.0

/// The methods that all types of data have alike, RFC 8620 §5: what /get, /changes, /set, /copy,
/// /query and /queryChanges read from their arguments and how their responses look.
@NullMarked
package org.pabal.jmap.method;

import org.jspecify.annotations.NullMarked;
