// Read by GLSL and C++ alike: which attribute, output, uniform block and texture unit is which.
#define CRUS_ATTRIBUTE_POSITION 0
#define CRUS_ATTRIBUTE_NORMAL_OCCLUSION 1
#define CRUS_ATTRIBUTE_FIELD 2
#define CRUS_ATTRIBUTE_DETAIL 3
#define CRUS_ATTRIBUTE_PLANE 4
#define CRUS_ATTRIBUTE_SHARES 5
#define CRUS_ATTRIBUTE_SHARE_PLACE 6

// Millimetres across the fibres that the detail attribute reaches, each way.
#define CRUS_ACROSS_REACH_MM 256.0f

// Painted shares: styles, steps of the colour ramp and fields at once.
#define CRUS_SHARES_HEAT 0
#define CRUS_SHARES_CHART 1
#define CRUS_SHARES_CONTOUR 2
#define CRUS_RAMP_STEPS 17
#define CRUS_SHARE_FIELDS 4

#define CRUS_MARK_POSITION 0
#define CRUS_MARK_LOCAL 1
#define CRUS_MARK_SHAPE 2
#define CRUS_MARK_COLOUR 3

#define CRUS_OUTPUT 0

#define CRUS_BLOCK_FRAME 0

#define CRUS_UNIT_SOLID 0
#define CRUS_UNIT_SOLID_DEPTH 1
#define CRUS_UNIT_PEELED_DEPTH 2
#define CRUS_UNIT_LAYERS 3
#define CRUS_UNIT_MASK 4
#define CRUS_UNIT_GLYPHS 5

// Rows of the per-item uniform array.
#define CRUS_ITEM_COLOUR 0
#define CRUS_ITEM_GLOSS 1
#define CRUS_ITEM_LIGHT 2
#define CRUS_ITEM_FIELD 3
#define CRUS_ITEM_PLACE 4  // w: 1 a shell, 0 anything else
#define CRUS_ITEM_STRIATION 5
#define CRUS_ITEM_SECOND 6
#define CRUS_ITEM_SECOND_GLOSS 7
#define CRUS_ITEM_ROWS 8

// Rays per pixel, a side, of a finished picture: to solid surfaces, and through the layers before them.
#define CRUS_FINISHED_GRID 4
#define CRUS_FINISHED_LAYER_GRID 2

// Depth-peeled layers of ghosts, in front of one layer for shells.
#define CRUS_GHOST_LAYERS 6
#define CRUS_LAYERS 7
