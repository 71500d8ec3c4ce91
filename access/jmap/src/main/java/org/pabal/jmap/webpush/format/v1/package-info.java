// SPDX-License-Identifier: Apache-2.0

/// Subscriptions of Web Push on disk: docs/formats/push-v1.md.
@NullMarked
package org.pabal.jmap.webpush.format.v1;

import org.jspecify.annotations.NullMarked;
