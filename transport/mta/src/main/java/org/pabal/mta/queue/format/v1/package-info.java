// SPDX-License-Identifier: Apache-2.0

/// Version 1 of the queue's entries on disk.
@NullMarked
package org.pabal.mta.queue.format.v1;

import org.jspecify.annotations.NullMarked;
